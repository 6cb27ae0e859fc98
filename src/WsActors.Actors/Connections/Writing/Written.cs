using WsActors.Actors.Connections.Turns;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Connections.Writing;

/// <summary>The outcome of a write.</summary>
internal enum Written : byte
{
    /// <summary>It waits or has been sent, as far as the protocol can express it.</summary>
    Fine,

    /// <summary>There is no room: the peer reads too slowly.</summary>
    Full,

    /// <summary>The transport has failed.</summary>
    Failed,

    /// <summary>The client's protocol has no message for the error.</summary>
    Inexpressible,
}

/// <summary>The endings that follow from what could not be written.</summary>
internal static class WrittenEndings
{
    /// <param name="written">Anything but Fine.</param>
    /// <param name="subject">The error that could not be expressed; not looked at otherwise.</param>
    /// <param name="protocol">The client's protocol, which could not express it.</param>
    public static Ending Ending(this Written written, object? subject, IClientProtocol protocol) => written switch
    {
        Written.Full => Turns.Ending.SlowConsumer,
        Written.Inexpressible => Turns.Ending.Inexpressible((ServerEvent.Error)subject!, protocol),
        _ => Turns.Ending.Lost("sending failed"),
    };
}
