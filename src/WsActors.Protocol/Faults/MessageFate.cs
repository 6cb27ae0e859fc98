namespace WsActors.Protocol.Faults;

/// <summary>The effect of injected faults on one message of one connection.</summary>
public enum MessageFate
{
    /// <summary>The message is delivered.</summary>
    Delivered,

    /// <summary>The message is not delivered, and the client is told.</summary>
    Dropped,

    /// <summary>The message is delivered twice.</summary>
    Duplicated,
}
