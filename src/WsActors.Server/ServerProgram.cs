using WsActors.AspNetCore.Clustering;
using WsActors.AspNetCore.Hosting;
using WsActors.AspNetCore.Options;
using WsActors.Protocol.Routing;
using WsActors.Server.Admin;
using WsActors.Server.Commands;
using WsActors.Server.Commands.Shared;
using WsActors.Server.Demo;
using WsActors.Server.Hosting;
using WsActors.Server.Options;
using WsActors.Server.Telemetry;
using WsActors.Server.WebConsole;

namespace WsActors.Server;

/// <summary>The program: an application with a node in it, which runs until it is stopped.</summary>
public static class ServerProgram
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int WrongUsage = 2;

    /// <param name="args">The arguments of the process.</param>
    /// <param name="routes">Routes beside the server's own: how a host adds a client protocol.</param>
    /// <returns>The exit code: 0 after a clean drain or a command that is done, 1 if the start or the command failed, 2 for wrong usage, 3 if the node has lost its cluster.</returns>
    public static async Task<int> RunAsync(string[] args, params IReadOnlyList<IClientRoute> routes)
    {
        try
        {
            return await RunAsync(CommandLine.Parse(args), args, routes);
        }
        catch (UsageException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return WrongUsage;
        }
        catch (Exception fault)
        {
            await Console.Error.WriteLineAsync(StartFault.Explain(fault, args));
            return Failed;
        }
    }

    private static async Task<int> RunAsync(CommandLine line, string[] args, IReadOnlyList<IClientRoute> routes)
    {
        switch (line.Verb)
        {
            case CommandVerb.Command: return await CommandRunner.RunAsync(args, (settings, file) => HostBuilding.Create(settings, file).Configuration);
            case CommandVerb.Help: await Console.Out.WriteLineAsync(CommandLineText.Help); break;
            case CommandVerb.Version: await Console.Out.WriteLineAsync(CommandLineText.Version); break;
            default: return await ServeAsync(line, routes);
        }

        return Done;
    }

    private static async Task<int> ServeAsync(CommandLine line, IReadOnlyList<IClientRoute> routes)
    {
        using var signals = new ProcessSignals(TimeProvider.System);
        OpenFilesPlan.Require(OpenFiles.Limit());
        var builder = HostBuilding.Create(line.Settings, line.File);
        return await ServeAsync(builder, ServerConfiguration.Read(builder.Configuration).Within(OpenFiles.Limit()), routes, signals);
    }

    private static async Task<int> ServeAsync(
        WebApplicationBuilder builder, ServerConfiguration configuration, IReadOnlyList<IClientRoute> routes, ProcessSignals signals)
    {
        await using var parts = await NodeParts.OpenAsync(configuration);
        var tickets = new ConsoleTickets(TimeProvider.System);

        // Not the longer time of the framework: the process is nothing but this node.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = NodeComposition.TimeToStop(configuration));
        builder.Services.AddWsActors(options => options.Program = new NodeProgram(parts, routes, (node, application) =>
        {
            node.AddConsole(tickets);
            node.AddProcess(signals, application.GetRequiredService<SettingsSources>());
        }));
        builder.Services.AddSingleton(tickets);
        builder.AddAdmin(configuration.Admin, configuration.Tls.IsOnForAdmin ? parts.Identities!.Admin : null);
        builder.AddTelemetry(configuration.Telemetry);

        var app = builder.Build();
        app.MapAdmin(configuration.Server.FaultInjection.Enabled);
        app.MapConsole(configuration, parts.Listener);
        app.MapDemo(configuration, parts.Listener);
        var exit = app.Services.GetRequiredService<NodeExit>();
        await app.RunAsync();
        return exit.Code;
    }
}
