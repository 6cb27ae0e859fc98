using WsActors.Server.Access;
using WsActors.Server.Admin;
using WsActors.Server.Commands;
using WsActors.Server.Hosting;
using WsActors.Server.Options;
using WsActors.Server.Storage;
using WsActors.Server.Telemetry;
using WsActors.Server.Tls;
using WsActors.Server.Webhooks;

using var signals = new ProcessSignals(TimeProvider.System);
try
{
    var command = CommandLine.Parse(args);
    if (command.Verb is CommandVerb.Help or CommandVerb.Version)
    {
        await Console.Out.WriteLineAsync(command.Verb == CommandVerb.Help ? CommandLineText.Help : CommandLineText.Version);
        return 0;
    }

    if (command.Verb != CommandVerb.Token)
        OpenFilesPlan.Require(OpenFiles.Limit());

    // The program's own settings are next to it, whatever the working directory is.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        ContentRootPath = AppContext.BaseDirectory,
    });
    builder.Configuration.AddWorkingDirectory(Environment.CurrentDirectory);
    SettingsFiles.RefuseMisplaced(builder.Configuration);
    LoggingChecks.Apply(builder.Configuration);
    var configuration = ServerConfiguration.Read(builder.Configuration).Within(OpenFiles.Limit());
    if (command.Verb == CommandVerb.Token)
    {
        await Console.Out.WriteLineAsync(TokenCommand.Run(command.Rest, configuration, DateTimeOffset.UtcNow));
        return 0;
    }

    var identities = TlsIdentities.Load(configuration.Tls);
    using var history = configuration.OpenHistory();
    using var listener = PushListener.Bind(
        configuration.Server.Push, configuration.Tls.IsOnForPush ? identities!.Push : null);

    builder.AddStorage(history);
    builder.AddWebhooks(configuration.Webhooks);
    builder.AddPush(configuration, listener, signals);
    builder.AddTokens(configuration, next: provider => provider.GetService<WebhookAccess>());
    builder.AddAdmin(configuration.Admin, configuration.Tls.IsOnForAdmin ? identities!.Admin : null);
    builder.AddTls(configuration.Tls, identities);
    builder.AddTelemetry();

    var app = builder.Build();
    app.MapAdmin();
    await app.RunAsync();
    return 0;
}
catch (Exception fault)
{
    await Console.Error.WriteLineAsync(StartFault.Explain(fault, args));
    return 1;
}
