using WsActors.Protocol.Replication;

namespace WsActors.Protocol.Tests.Replication;

/// <summary>A message under way between two simulated nodes.</summary>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="What">A description, for the trace.</param>
/// <param name="Arrive">Delivers it.</param>
internal sealed record Packet(ReplicaId From, ReplicaId To, object What, Action<SimulatedNode> Arrive);
