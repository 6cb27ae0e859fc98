using System.Globalization;
using WsActors.Actors.Telemetry;

namespace WsActors.Server.Admin;

/// <summary>
/// Adds the number of injected faults to each response, so that nobody takes figures of such a node for those of a real one. It is in place only if the
/// settings allow fault injection.
/// </summary>
internal sealed class InjectionHeaderMiddleware(RequestDelegate next, ServerTelemetry telemetry)
{
    private const string Header = "WsActors-Injected-Faults";

    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment: the call itself may inject one.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = telemetry.Faults.Active.ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        return next(context);
    }
}
