namespace WsActors.Server.Commands.AdminCalls;

/// <summary>The kind of payload that is published.</summary>
internal enum PayloadType
{
    /// <summary>A JSON value.</summary>
    Json,

    /// <summary>A text.</summary>
    Text,

    /// <summary>Bytes, which JSON clients receive as base64.</summary>
    Binary,
}
