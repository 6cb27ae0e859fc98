using System.Diagnostics;
using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Replication;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>
/// The traced publications of a home between their decision and their commit. Most homes have none. The next home does not know them: there, the publication
/// goes on without its trace.
/// </summary>
internal sealed class TracedCommits
{
    // Publications beyond it are not traced.
    private const int Max = 1000;

    private Dictionary<(ReplicaId Node, long Number), (Activity? Span, string Traceparent, TimeSpan Since)>? _underWay;

    /// <summary>A publication is to be appended.</summary>
    public void Begin(RequestOrigin origin, TopicRequest.Publish publish, TimeSpan now)
    {
        if (publish.Traceparent is not { } traceparent || _underWay is { Count: >= Max })
            return;

        var publication = (origin.Node, origin.Number);
        _underWay ??= [];

        // A request that is sent again goes on with the span of the first one.
        if (!_underWay.ContainsKey(publication))
            _underWay.Add(publication, (PublicationTracing.BeginCommit(publish.Topic, traceparent), traceparent, now));
    }

    /// <summary>A publication was refused after all.</summary>
    /// <param name="origin">The request.</param>
    /// <param name="code">The error's code.</param>
    public void Drop(RequestOrigin origin, string code)
    {
        if (_underWay is null || !_underWay.Remove((origin.Node, origin.Number), out var traced))
            return;

        PublicationTracing.Failed(traced.Span, code);
        PublicationTracing.End(traced.Span);
    }

    /// <summary>A publication is committed.</summary>
    /// <param name="published">The publication.</param>
    /// <param name="now">The time now.</param>
    /// <param name="telemetry">Records the duration, with the span as exemplar.</param>
    /// <returns>The publication as followers get it, with the trace context with which it goes on.</returns>
    public FeedItem.Published End(BucketEntry.Published published, TimeSpan now, BucketTelemetry telemetry) =>
        new(published.Topic, published.Position, published.Publication) { Traceparent = EndSpan(published, now, telemetry) };

    private string? EndSpan(BucketEntry.Published published, TimeSpan now, BucketTelemetry telemetry)
    {
        if (_underWay is null || published.Origin is not { } origin || !_underWay.Remove((origin.Node, origin.Number), out var traced))
            return null;
        if (traced.Span is not { } span)
            return traced.Traceparent;

        PublicationTracing.Accepted(span, published.Position);
        PublicationTracing.Record(span, telemetry.Committed, now - traced.Since);
        PublicationTracing.End(span);
        return span.Id;
    }
}
