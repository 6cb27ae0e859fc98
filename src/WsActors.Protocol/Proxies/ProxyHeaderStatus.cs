namespace WsActors.Protocol.Proxies;

/// <summary>The progress of reading a PROXY header.</summary>
public enum ProxyHeaderStatus : byte
{
    /// <summary>All that has come belongs to a header that has not come whole.</summary>
    NeedMore,

    /// <summary>The header is whole.</summary>
    Complete,

    /// <summary>The bytes can never become a header.</summary>
    Faulty,
}
