using System.Diagnostics;
using WsActors.Actors.Telemetry;

namespace WsActors.AspNetCore.Node;

/// <summary>The trace context of a publisher (W3C Trace Context). Empty if it sends none, or if nothing is traced.</summary>
internal readonly record struct TraceParent(string? Traceparent, string? Tracestate)
{
    /// <summary>The context of the activity in which the application publishes.</summary>
    public static TraceParent OfApplication => PublicationTracing.IsOn && Activity.Current is { } current ? Of(current) : default;

    /// <summary>The context of a request: that of the activity which the application's own tracing has begun for it, or else of its headers.</summary>
    public static TraceParent Of(HttpRequest request)
    {
        if (!PublicationTracing.IsOn)
            return default;

        // An activity without a source was made for log lines alone, and is not exported.
        return Activity.Current is { Source.Name.Length: > 0 } current
            ? Of(current)
            : new TraceParent(request.Headers.TraceParent, request.Headers.TraceState);
    }

    private static TraceParent Of(Activity activity) => new(activity.Id, activity.TraceStateString);
}
