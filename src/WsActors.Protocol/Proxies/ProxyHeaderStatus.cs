namespace WsActors.Protocol.Proxies;

/// <summary>The progress of reading a PROXY header.</summary>
public enum ProxyHeaderStatus : byte
{
    /// <summary>The bytes belong to a header that is not complete.</summary>
    NeedMore,

    /// <summary>The header is whole.</summary>
    Complete,

    /// <summary>The bytes can never become a header.</summary>
    Faulty,
}
