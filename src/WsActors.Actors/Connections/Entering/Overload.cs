using WsActors.Actors.Telemetry;
using WsActors.Protocol.Http;

namespace WsActors.Actors.Connections.Entering;

/// <summary>Refuses clients while the node is overloaded.</summary>
internal static class Overload
{
    // Clients that are turned away together must not return together.
    private static readonly TimeSpan RetrySpread = TimeSpan.FromSeconds(10);

    /// <summary>Counts a refusal and returns it.</summary>
    /// <param name="wait">The time until there will be room.</param>
    /// <param name="telemetry">Counts the refusal.</param>
    public static HandshakeRefusal Refuse(TimeSpan wait, ServerTelemetry telemetry)
    {
        telemetry.Connections.Refused("overloaded");
        return HandshakeRefusals.Overloaded(wait + (RetrySpread * Random.Shared.NextDouble()));
    }
}
