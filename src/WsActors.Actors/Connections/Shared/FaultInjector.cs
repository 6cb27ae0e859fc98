using Akka.Actor;
using WsActors.Protocol.Faults;

namespace WsActors.Actors.Connections.Shared;

/// <summary>The faults that are injected now, and what connections need to carry them out. Immutable; shared by all connections.</summary>
/// <param name="Active">The faults.</param>
/// <param name="Scheduler">Wakes a connection that holds something back. No other connection owns a timer.</param>
internal sealed record FaultInjector(ActiveFaults Active, IScheduler Scheduler);
