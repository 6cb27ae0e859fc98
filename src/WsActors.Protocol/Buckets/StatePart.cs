namespace WsActors.Protocol.Buckets;

/// <summary>The parts of a bucket's state, in the order in which they are read. The numbers are part of the wire format.</summary>
internal enum StatePart
{
    /// <summary>The outcomes of recent requests.</summary>
    Requests = 1,

    /// <summary>The next topic: its name.</summary>
    Topic = 2,

    /// <summary>Messages of the topic.</summary>
    Messages = 3,

    /// <summary>Idempotency keys of the topic.</summary>
    Keys = 4,

    /// <summary>Messages of the topic that are in the store only. It comes before a section with messages, if there are any.</summary>
    Unloaded = 5,
}
