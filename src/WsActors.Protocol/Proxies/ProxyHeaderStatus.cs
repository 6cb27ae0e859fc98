namespace WsActors.Protocol.Proxies;

/// <summary>How far the reading of a PROXY header has come.</summary>
public enum ProxyHeaderStatus : byte
{
    /// <summary>All that has come belongs to a header that has not come whole.</summary>
    NeedMore,

    /// <summary>The header is whole.</summary>
    Complete,

    /// <summary>What has come can never become a header.</summary>
    Faulty,
}
