namespace WsActors.Protocol.Topics;

/// <summary>The format of a publication's payload.</summary>
public enum PayloadFormat : byte
{
    /// <summary>One JSON value, checked.</summary>
    Json,

    /// <summary>Text in UTF-8, checked.</summary>
    Text,

    /// <summary>Any bytes.</summary>
    Binary,
}
