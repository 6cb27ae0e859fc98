using System.Diagnostics;
using System.Text;
using Akka.Actor;
using Akka.TestKit;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Telemetry;

/// <summary>The spans of publications on one node.</summary>
[Collection(TracingCollection.Name)]
public sealed class PublicationTracingTests : ActorTest
{
    private static readonly TopicName News = TopicName.Parse("news");

    private readonly IActorRef _topics;

    public PublicationTracingTests() => _topics = Sys.ActorOf(TopicsActor.Props(new TopicSettings(), new TopicRules([]), Clock, Telemetry));

    [Fact]
    public void A_traced_publication_has_one_span_for_its_fan_out_with_the_number_of_connections()
    {
        using var recorder = new SpanRecorder();
        Subscribe(CreateTestProbe());
        Subscribe(CreateTestProbe());
        var parent = recorder.NewParent();

        Publish(parent);

        Eventually(() => Assert.Single(recorder.Spans));
        var span = recorder.Spans[0];
        Assert.Equal(("deliver", ActivityKind.Consumer, parent), (span.OperationName, span.Kind, span.ParentId));
        Assert.Equal(2, span.GetTagItem("wsactors.connections"));
        Assert.Equal("news", span.GetTagItem("messaging.destination.name"));
        Assert.Equal("wsactors", span.GetTagItem("messaging.system"));
        Assert.Equal("deliver", span.GetTagItem("messaging.operation.name"));
        Assert.Null(span.GetTagItem("messaging.batch.message_count"));
    }

    [Fact]
    public void Publications_that_are_delivered_together_share_a_span_that_links_the_others()
    {
        using var recorder = new SpanRecorder();
        var topic = (IInternalActorRef)Subscribe(CreateTestProbe());
        var (first, second) = (recorder.NewParent(), recorder.NewParent());
        topic.Suspend();
        Tell(first);
        Tell(traceparent: null);
        Tell(second);
        topic.Resume(null);
        ExpectAnswers(3);

        Eventually(() => Assert.Single(recorder.Spans));
        var span = recorder.Spans[0];
        Assert.Equal((first, 3), (span.ParentId, span.GetTagItem("messaging.batch.message_count")));
        var link = Assert.Single(span.Links);
        Assert.Equal(second, $"00-{link.Context.TraceId}-{link.Context.SpanId}-01");
    }

    [Fact]
    public void A_publication_without_a_context_has_no_span()
    {
        using var recorder = new SpanRecorder();
        Subscribe(CreateTestProbe());

        Publish(traceparent: null);
        Publish(recorder.NewParent());

        Eventually(() => Assert.Single(recorder.Spans));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-00")]
    public void A_context_that_is_none_is_delivered_without_a_span(string traceparent)
    {
        using var recorder = new SpanRecorder();
        var subscriber = CreateTestProbe();
        Subscribe(subscriber);

        Publish(traceparent);

        subscriber.ExpectMsg<Subscriber.Deliver>();
        Assert.Empty(recorder.Spans);
    }

    [Fact]
    public void A_request_continues_the_trace_of_its_publisher_and_leaves_the_current_activity_alone()
    {
        using var recorder = new SpanRecorder();
        using var surrounding = new Activity("of the caller").Start();
        var parent = recorder.NewParent();

        var span = PublicationTracing.BeginPublish(parent, "vendor=1")!;

        Assert.Same(surrounding, Activity.Current);
        Assert.Equal((parent, "vendor=1", ActivityKind.Producer), (span.ParentId, span.TraceStateString, span.Kind));
        PublicationTracing.End(span);
        Assert.Same(surrounding, Activity.Current);
        Assert.Same(span, Assert.Single(recorder.Spans));
    }

    [Fact]
    public void A_request_without_a_context_begins_a_trace_of_its_own_only_if_the_sampler_selects_it()
    {
        using var recorder = new SpanRecorder();
        using var surrounding = new Activity("of the caller").Start();

        Assert.Null(PublicationTracing.BeginPublish(traceparent: null, tracestate: null));
    }

    [Fact]
    public void A_measurement_is_recorded_with_the_span_as_the_current_activity()
    {
        using var recorder = new SpanRecorder();
        var span = PublicationTracing.BeginPublish(recorder.NewParent(), null)!;
        Activity? current = null;

        PublicationTracing.Record(span, _ => current = Activity.Current, TimeSpan.Zero);

        Assert.Same(span, current);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void While_nobody_listens_nothing_is_allocated()
    {
        const string parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Assert.Null(PublicationTracing.BeginPublish(parent, null));
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
        {
            var span = PublicationTracing.BeginPublish(parent, null);
            PublicationTracing.Describe(span, News, 100);
            PublicationTracing.End(span);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private IActorRef Subscribe(TestProbe subscriber)
    {
        _topics.Tell(new TopicRequest.Subscribe(News, subscriber, JsonProtocol.Instance), subscriber);
        return subscriber.ExpectMsg<Subscriber.Subscribed>().TopicRef;
    }

    private void Publish(string? traceparent)
    {
        Tell(traceparent);
        ExpectAnswers(1);
    }

    private void Tell(string? traceparent)
    {
        Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes("x"), out var publication, out _));
        _topics.Tell(new TopicRequest.Publish(News, publication, PublicationSource.AdminApi) { Traceparent = traceparent }, TestActor);
    }

    private void ExpectAnswers(int count)
    {
        for (var i = 0; i < count; i++)
            ExpectMsg<TopicReply.Published>();
    }
}
