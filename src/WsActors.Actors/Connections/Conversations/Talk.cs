using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Connections.Writing;
using WsActors.Actors.Model;
using WsActors.Actors.Transport;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>The parts of a connection that its <see cref="Conversation"/> works with.</summary>
internal readonly ref struct Talk(
    ConnectionEnvironment environment, ServerSession session, ref IConnectionTransport transport, ref Components components)
{
    private readonly ref IConnectionTransport _transport = ref transport;
    private readonly ref Components _components = ref components;

    public required ConnectionId Id { get; init; }
    public ConnectionEnvironment Environment { get; } = environment;
    public ServerSession Session { get; } = session;
    public IConnectionTransport Transport => _transport;

    /// <summary>Puts another transport in the place of the connection's own, such as one that shows to a tap what passes.</summary>
    public void Use(IConnectionTransport transport) => _transport = transport;

    public ref Components Parts => ref _components;

    public ref ConnectionWriter Writer => ref _components.Writer;

    /// <summary>The parts of the connection that the writer needs to send.</summary>
    public Outlet Outlet => new(Environment, Transport, ref _components.Liveness, ref _components.Rates) { Id = Id };
}
