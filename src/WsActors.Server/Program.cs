using WsActors.Server.Admin;
using WsActors.Server.Hosting;
using WsActors.Server.Options;
using WsActors.Server.Telemetry;

try
{
    // The settings stand beside the program, wherever it is started from.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        ContentRootPath = AppContext.BaseDirectory,
    });
    var configuration = ServerConfiguration.Read(builder.Configuration);
    using var listener = PushListener.Bind(configuration.Server.Push);

    builder.AddPush(configuration, listener);
    builder.AddAdmin(configuration.Admin);
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
