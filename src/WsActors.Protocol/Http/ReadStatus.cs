namespace WsActors.Protocol.Http;

/// <summary>How far the reading of a request has come.</summary>
public enum ReadStatus : byte
{
    /// <summary>More bytes are needed.</summary>
    NeedMore,

    /// <summary>The request head is whole.</summary>
    Complete,

    /// <summary>What has come can never become a request that is answered with 101.</summary>
    Refused,
}
