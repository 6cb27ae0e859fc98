namespace WsActors.Protocol.Http;

/// <summary>The progress of reading a request.</summary>
public enum ReadStatus : byte
{
    /// <summary>More bytes are needed.</summary>
    NeedMore,

    /// <summary>The request head is whole.</summary>
    Complete,

    /// <summary>The bytes can never become a request that is answered with 101.</summary>
    Refused,
}
