using WsActors.Actors.Access;
using WsActors.Protocol.Routing;
using WsActors.Server.Access;
using WsActors.Server.Admin;
using WsActors.Server.Commands;
using WsActors.Server.Hosting;
using WsActors.Server.Options;
using WsActors.Server.Storage;
using WsActors.Server.Telemetry;
using WsActors.Server.Tls;
using WsActors.Server.Webhooks;

namespace WsActors.Server;

/// <summary>The program: composes a node from its settings and runs it until it is stopped.</summary>
public static class ServerProgram
{
    /// <param name="args">The arguments of the process.</param>
    /// <param name="routes">Routes beside the server's own: how a host adds a client protocol.</param>
    /// <returns>The exit code: 0 after a clean drain, 1 if the start failed.</returns>
    public static async Task<int> RunAsync(string[] args, params IReadOnlyList<IClientRoute> routes)
    {
        using var signals = new ProcessSignals(TimeProvider.System);
        try
        {
            await RunAsync(args, routes, signals);
            return 0;
        }
        catch (Exception fault)
        {
            await Console.Error.WriteLineAsync(StartFault.Explain(fault, args));
            return 1;
        }
    }

    private static async Task RunAsync(string[] args, IReadOnlyList<IClientRoute> routes, ProcessSignals signals)
    {
        var command = CommandLine.Parse(args);
        if (command.Verb is CommandVerb.Help or CommandVerb.Version)
        {
            await Console.Out.WriteLineAsync(command.Verb == CommandVerb.Help ? CommandLineText.Help : CommandLineText.Version);
            return;
        }

        if (command.Verb != CommandVerb.Token)
            OpenFilesPlan.Require(OpenFiles.Limit());

        var builder = HostBuilding.Create(args);
        var configuration = ServerConfiguration.Read(builder.Configuration).Within(OpenFiles.Limit());
        if (command.Verb == CommandVerb.Token)
            await Console.Out.WriteLineAsync(TokenCommand.Run(command.Rest, configuration, DateTimeOffset.UtcNow));
        else
            await ServeAsync(builder, configuration, routes, signals);
    }

    private static async Task ServeAsync(
        WebApplicationBuilder builder, ServerConfiguration configuration, IReadOnlyList<IClientRoute> routes, ProcessSignals signals)
    {
        var identities = TlsIdentities.Load(configuration.Tls);
        using var history = configuration.OpenHistory();
        using var listener = PushListener.Bind(
            configuration.Server.Push, configuration.Tls.IsOnForPush ? identities!.Push : null);

        builder.AddStorage(history);
        builder.AddWebhooks(configuration.Webhooks);
        builder.AddPush(configuration, listener, signals, routes);
        builder.AddTokens(configuration, next: provider => provider.GetService<WebhookAccess>());
        builder.AddApiKeys(
            configuration, next: provider => provider.GetService<TokenAccess>() ?? (IAccess?)provider.GetService<WebhookAccess>());
        builder.AddAdmin(configuration.Admin, configuration.Tls.IsOnForAdmin ? identities!.Admin : null);
        builder.AddTls(configuration.Tls, identities);
        builder.AddTelemetry();

        var app = builder.Build();
        app.MapAdmin();
        await app.RunAsync();
    }
}
