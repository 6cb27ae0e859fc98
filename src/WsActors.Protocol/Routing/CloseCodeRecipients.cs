namespace WsActors.Protocol.Routing;

/// <summary>The clients that are refused with a close code instead of an HTTP status.</summary>
public enum CloseCodeRecipients : byte
{
    /// <summary>WebSocket requests with an Origin header: those of browsers, which hide the status from their pages.</summary>
    Browsers,

    /// <summary>All WebSocket requests.</summary>
    All,

    /// <summary>No request: every refusal is an HTTP status.</summary>
    None,
}
