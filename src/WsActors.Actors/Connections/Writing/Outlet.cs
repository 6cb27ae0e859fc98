using WsActors.Actors.Connections.Limits;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Transport;

namespace WsActors.Actors.Connections.Writing;

/// <summary>The parts of a connection that a <see cref="ConnectionWriter"/> needs to send.</summary>
internal readonly ref struct Outlet(
    ConnectionEnvironment environment, IConnectionTransport transport, ref Liveness liveness, ref ClientRates rates)
{
    public readonly ref Liveness Liveness = ref liveness;
    public readonly ref ClientRates Rates = ref rates;

    public ConnectionId Id { get; init; }
    public ConnectionEnvironment Environment { get; } = environment;
    public IConnectionTransport Transport { get; } = transport;

    /// <summary>The most bytes that may wait.</summary>
    public int MaxBytes => Environment.Settings.OutboxBytes;
}
