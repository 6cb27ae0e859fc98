using Akka.Actor;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Model;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.WebSocket.Compression;

namespace WsActors.Actors.Connections.Turns;

/// <summary>
/// The view that a component has of its connection while one message is handled, with the list that takes its decisions.
/// </summary>
internal readonly ref struct Turn
{
    public required ConnectionEnvironment Environment { get; init; }
    public required ConnectionId Id { get; init; }
    public required IActorRef Self { get; init; }
    public required IActorRef Parent { get; init; }
    public required Effects Effects { get; init; }
    public required Identity Identity { get; init; }

    /// <summary>The encoding in which events reach the client; empty before the handshake is accepted.</summary>
    public ClientEncoding Encoding { get; init; }

    /// <summary>The compression that the connection shares with others; null if it has none, or one of its own.</summary>
    public IFrameCompression? SharedCompression { get; init; }

    /// <summary>Returns this turn with a changed identity of the client.</summary>
    public Turn With(Identity identity) => this with { Identity = identity };

    public TimeSpan Now => Environment.Clock.Now;

    /// <summary>The most subscriptions that the client may have.</summary>
    public int MaxSubscriptions => Math.Min(Identity.MaxSubscriptions ?? int.MaxValue, Environment.Settings.MaxSubscriptions);
}
