using WsActors.Server.Access;
using WsActors.Server.Admin;
using WsActors.Server.Hosting;
using WsActors.Server.Options;
using WsActors.Server.Storage;
using WsActors.Server.Telemetry;
using WsActors.Server.Tls;
using WsActors.Server.Webhooks;

try
{
    // The settings stand beside the program, wherever it is started from.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        ContentRootPath = AppContext.BaseDirectory,
    });
    var configuration = ServerConfiguration.Read(builder.Configuration).Within(OpenFiles.Limit());
    if (args is [TokenCommand.Name, .. var rest])
    {
        await Console.Out.WriteLineAsync(TokenCommand.Run(rest, configuration, DateTimeOffset.UtcNow));
        return 0;
    }

    var identities = TlsIdentities.Load(configuration.Tls);
    using var history = configuration.OpenHistory();
    using var listener = PushListener.Bind(
        configuration.Server.Push, configuration.Tls.IsOnForPush ? identities!.Push : null);

    builder.AddStorage(history);
    builder.AddWebhooks(configuration.Webhooks);
    builder.AddPush(configuration, listener);
    builder.AddTokens(configuration);
    builder.AddAdmin(configuration.Admin, configuration.Tls.IsOnForAdmin ? identities!.Admin : null);
    builder.AddTls(configuration.Tls, identities);
    builder.AddTelemetry();

    var app = builder.Build();
    app.MapAdmin();
    await app.RunAsync();
    return 0;
}
catch (Exception fault) when (StartFault.Explain(fault) is { } line)
{
    await Console.Error.WriteLineAsync(line);
    return 1;
}
