using System.Diagnostics;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Messages;

namespace WsActors.AspNetCore.Node;

/// <summary>One request to publish, from its beginning to its answer: its duration, and its span if it is traced. It allocates nothing without a span.</summary>
internal readonly struct PublishCall : IDisposable
{
    private const string Timeout = "timeout";

    private readonly PublicationTelemetry _telemetry;
    private readonly Activity? _span;
    private readonly long _startedAt;

    private PublishCall(PublicationTelemetry telemetry, TraceParent parent)
    {
        _telemetry = telemetry;
        _startedAt = Stopwatch.GetTimestamp();
        _span = PublicationTracing.BeginPublish(parent.Traceparent, parent.Tracestate);
    }

    public static PublishCall Begin(PublicationTelemetry telemetry, TraceParent parent, TopicRequest.Publish publish)
    {
        var call = new PublishCall(telemetry, parent);
        PublicationTracing.Describe(call._span, publish.Topic, publish.Publication.Payload.Length);
        return call;
    }

    public static PublishCall Begin(PublicationTelemetry telemetry, TraceParent parent, int publications)
    {
        var call = new PublishCall(telemetry, parent);
        PublicationTracing.Describe(call._span, publications);
        return call;
    }

    /// <summary>The publication with the context of the span; the publication itself if nothing is traced.</summary>
    public TopicRequest.Publish Traced(TopicRequest.Publish publish) => _span is null ? publish : publish with { Traceparent = _span.Id };

    /// <summary>The publications of a batch with the context of the span.</summary>
    public IReadOnlyList<TopicRequest.Publish> Traced(IReadOnlyList<TopicRequest.Publish> publications) =>
        _span is null ? publications : [.. publications.Select(Traced)];

    /// <summary>Notes the answer, and returns it.</summary>
    public object Answered(object answer)
    {
        if (answer is TopicReply.Published published)
            PublicationTracing.Accepted(_span, published.Position);
        else if (answer is TopicReply.Refused refused)
            PublicationTracing.Failed(_span, refused.Code);
        return answer;
    }

    /// <summary>Notes that no answer came in time.</summary>
    public void TimedOut() => PublicationTracing.Failed(_span, Timeout);

    /// <summary>Ends the call.</summary>
    public void Dispose()
    {
        var duration = Stopwatch.GetElapsedTime(_startedAt);
        if (_span is null)
            _telemetry.Answered(duration);
        else
            PublicationTracing.Record(_span, _telemetry.Answered, duration);
        PublicationTracing.End(_span);
    }
}
