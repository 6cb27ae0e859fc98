using Akka.Actor;

namespace WsActors.Actors.Connections.Turns;

/// <summary>The kinds of <see cref="Effect"/>.</summary>
internal enum EffectKind : byte
{
    /// <summary>Send an event behind the messages that wait.</summary>
    Say,

    /// <summary>Send an answer ahead of the messages that wait.</summary>
    Answer,

    /// <summary>Report an error to the client.</summary>
    Fail,

    /// <summary>Send finished frames of a topic's history, for which there is room.</summary>
    Replay,

    /// <summary>Send finished frames that a topic shares among its subscribers.</summary>
    Announce,

    /// <summary>Tell an actor a message.</summary>
    Tell,

    /// <summary>Ask the application.</summary>
    Authorize,

    /// <summary>Deliver what waits of a topic as it is: the subscription has ended.</summary>
    Detach,

    /// <summary>Look at the deadlines again at a certain time.</summary>
    WakeAt,

    /// <summary>Accept the request, or let the client in whose credentials came in band.</summary>
    Accept,

    /// <summary>Read the bytes that the client sent right behind its request.</summary>
    ReadPipelined,

    /// <summary>Execute the next command of a message that holds several, unless an earlier one has ended the connection.</summary>
    Execute,

    /// <summary>Record that messages were dropped.</summary>
    RecordDrops,

    /// <summary>Let another conversation handle an open connection, while faults are injected or afterwards.</summary>
    TakeOver,

    /// <summary>End the connection.</summary>
    End,
}

/// <summary>One thing that a component decided and the actor carries out.</summary>
/// <param name="Kind">The action.</param>
/// <param name="Subject">The event, message, frames or ending.</param>
/// <param name="To">The actor that is told; null for the others.</param>
/// <param name="When">The time to wake at; zero for the others.</param>
internal readonly record struct Effect(EffectKind Kind, object? Subject, IActorRef? To = null, TimeSpan When = default);
