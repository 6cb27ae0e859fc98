using WsActors.Actors.Access;
using WsActors.Actors.Telemetry;

namespace WsActors.Server.WebConsole;

/// <summary>Adds the console's tickets to the node, in front of the steps that decide about clients.</summary>
internal static class ConsoleComposition
{
    /// <param name="node">The services of the node.</param>
    /// <param name="tickets">Issues and checks tickets.</param>
    public static void AddConsole(this IServiceCollection node, ConsoleTickets tickets)
    {
        // The step that the node would begin with: the last registration is the one in force.
        var first = node.LastOrDefault(service => service.ServiceType == typeof(IAccess))?.ImplementationFactory;
        node.AddSingleton<IAccess>(provider => new TicketAccess(
            tickets,
            provider.GetRequiredService<IPublishQuota>(),
            provider.GetRequiredService<ServerTelemetry>(),
            (IAccess?)first?.Invoke(provider)));
    }
}
