namespace WsActors.Protocol.Topics;

/// <summary>How a publication's payload is to be understood.</summary>
public enum PayloadFormat : byte
{
    /// <summary>One JSON value, checked.</summary>
    Json,

    /// <summary>Text in UTF-8, checked.</summary>
    Text,

    /// <summary>Any bytes.</summary>
    Binary,
}
