using System.Collections.Concurrent;
using System.Diagnostics;
using WsActors.Actors.Telemetry;

namespace WsActors.Actors.Tests.Telemetry;

/// <summary>A publisher's trace, and the node's spans of it.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _spans = new();

    public SpanRecorder()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == PublicationTracing.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent.TraceId == TraceId
                ? ActivitySamplingResult.AllDataAndRecorded
                : ActivitySamplingResult.None,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public ActivityTraceId TraceId { get; } = ActivityTraceId.CreateRandom();

    public IReadOnlyList<Activity> Spans => [.. _spans];

    /// <summary>The context of another span of the publisher.</summary>
    public string NewParent() => $"00-{TraceId}-{ActivitySpanId.CreateRandom()}-01";

    public IReadOnlyList<Activity> Named(string name) => [.. _spans.Where(span => span.OperationName == name)];

    public void Dispose() => _listener.Dispose();
}
