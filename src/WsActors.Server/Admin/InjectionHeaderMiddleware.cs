using System.Globalization;
using WsActors.Actors.Telemetry;

namespace WsActors.Server.Admin;

/// <summary>
/// Adds the number of injected faults to each response, so that a reader can tell figures of such a node from those of others. It is in place only if the
/// settings allow fault injection.
/// </summary>
internal sealed class InjectionHeaderMiddleware(RequestDelegate next, ServerTelemetry telemetry)
{
    private const string Header = "WsActors-Injected-Faults";

    public Task InvokeAsync(HttpContext context)
    {
        // When the response starts, because the call itself may inject one.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = telemetry.Faults.Active.ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        return next(context);
    }
}
