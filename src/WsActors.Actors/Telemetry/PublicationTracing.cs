using System.Diagnostics;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Telemetry;

/// <summary>
/// Makes the spans of publications: "publish" for a request, "commit" at the topic's home in a cluster, and "deliver" for each fan-out, with the number of
/// connections. There is none per connection. While nobody listens to the source, nothing is made. Safe on any thread.
/// </summary>
/// <remarks>
/// Spans are never the current activity of their thread, because actors take turns on it: their context travels with the publication, as W3C traceparent.
/// Names and attributes follow OpenTelemetry's conventions for messaging. Topics are attributes and not parts of names, because there may be many.
/// </remarks>
public static class PublicationTracing
{
    /// <summary>The name of the <see cref="ActivitySource"/>.</summary>
    public const string SourceName = "WsActors";

    private const string OperationKey = "messaging.operation.name";
    private const string OperationTypeKey = "messaging.operation.type";
    private const string TopicKey = "messaging.destination.name";
    private const string CountKey = "messaging.batch.message_count";
    private const string BytesKey = "messaging.message.body.size";
    private const string IdKey = "messaging.message.id";
    private const string ErrorKey = "error.type";
    private const string ConnectionsKey = "wsactors.connections";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>True if anything listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>Begins the span of a publish request. It is recorded if the publisher's is, or, if it has none, if the sampler selects it.</summary>
    /// <param name="traceparent">The publisher's context; null if it sent none.</param>
    /// <param name="tracestate">Its vendors' part; null for none.</param>
    /// <returns>Null if nothing is recorded.</returns>
    public static Activity? BeginPublish(string? traceparent, string? tracestate)
    {
        if (!IsOn)
            return null;

        // A context that is not valid counts as none (W3C Trace Context, 3.2.2).
        _ = ActivityContext.TryParse(traceparent, tracestate, isRemote: true, out var parent);
        return Begin("publish", "send", ActivityKind.Producer, parent);
    }

    /// <summary>Begins the span of a publication at the home of its topic; null if nothing is recorded.</summary>
    public static Activity? BeginCommit(TopicName topic, string traceparent)
    {
        var span = Continue("commit", type: null, ActivityKind.Internal, traceparent);
        span?.SetTag(TopicKey, topic.Value);
        return span;
    }

    /// <summary>Begins the span of a fan-out; null if nothing is recorded.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="traceparents">The contexts of the traced publications: the first one is the parent, the others are links. At least one.</param>
    /// <param name="publications">All publications that are delivered together.</param>
    /// <param name="connections">The connections that they are delivered to.</param>
    public static Activity? BeginDelivery(TopicName topic, IReadOnlyList<string> traceparents, int publications, int connections)
    {
        var span = Continue("deliver", "process", ActivityKind.Consumer, traceparents[0]);
        if (span is null)
            return null;

        span.SetTag(TopicKey, topic.Value).SetTag(ConnectionsKey, connections);
        if (publications > 1)
            span.SetTag(CountKey, publications);
        foreach (var other in traceparents.Skip(1))
        {
            if (ActivityContext.TryParse(other, traceState: null, isRemote: true, out var context))
                span.AddLink(new ActivityLink(context));
        }

        return span;
    }

    /// <summary>Notes what a request publishes: one publication.</summary>
    public static void Describe(Activity? span, TopicName topic, int bytes) => span?.SetTag(TopicKey, topic.Value).SetTag(BytesKey, bytes);

    /// <summary>Notes what a request publishes: a batch.</summary>
    public static void Describe(Activity? span, int publications) => span?.SetTag(CountKey, publications);

    /// <summary>Notes the position that a publication was given.</summary>
    public static void Accepted(Activity? span, TopicPosition position) => span?.SetTag(IdKey, $"{position.Epoch}-{position.Offset}");

    /// <summary>Notes the failure of a request.</summary>
    /// <param name="span">The span; null if nothing is recorded.</param>
    /// <param name="code">The error's code, one of a few.</param>
    public static void Failed(Activity? span, string code) => span?.SetTag(ErrorKey, code).SetStatus(ActivityStatusCode.Error);

    /// <summary>Ends a span. The current activity stays as it is.</summary>
    public static void End(Activity? span)
    {
        if (span is null)
            return;

        var surrounding = Activity.Current;
        span.Stop();
        Restore(surrounding);
    }

    /// <summary>Records a measurement with a span as the current activity, so that it becomes the measurement's exemplar.</summary>
    /// <typeparam name="T">The type of what is recorded.</typeparam>
    /// <param name="span">The span, which has not ended.</param>
    /// <param name="record">Records it.</param>
    /// <param name="value">The measurement.</param>
    public static void Record<T>(Activity span, Action<T> record, T value)
    {
        var surrounding = Activity.Current;
        Activity.Current = span;
        record(value);
        Restore(surrounding);
    }

    private static Activity? Continue(string name, string? type, ActivityKind kind, string traceparent) =>
        IsOn && ActivityContext.TryParse(traceparent, traceState: null, isRemote: true, out var parent) ? Begin(name, type, kind, parent) : null;

    // Without a parent, a span would become a child of the surrounding activity, which may be one that nobody exports.
    private static Activity? Begin(string name, string? type, ActivityKind kind, ActivityContext parent)
    {
        var surrounding = Activity.Current;
        Activity.Current = null;
        var span = Source.StartActivity(name, kind, parent);
        Restore(surrounding);
        return span is { Recorded: true } ? span.SetTag("messaging.system", "wsactors").SetTag(OperationKey, name).SetTag(OperationTypeKey, type) : null;
    }

    // A span that has ended cannot become the current one again.
    private static void Restore(Activity? surrounding) => Activity.Current = surrounding is { IsStopped: true } ? null : surrounding;
}
