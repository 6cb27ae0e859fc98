using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Publishing;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Runs;

/// <summary>The clients, the publisher and the checker of one load.</summary>
internal sealed class LoadSetup : IDisposable
{
    private readonly IPublisher _publisher;
    private readonly Producer _producer;
    private readonly Fleet _fleet;

    /// <param name="scenario">The load.</param>
    /// <param name="parts">What it shares with other loads of the run.</param>
    /// <param name="prefix">What the names of its topics begin with.</param>
    public LoadSetup(Scenario scenario, LoadParts parts, string prefix)
    {
        var run = (uint)Random.Shared.NextInt64(1L << 32);
        var (violations, publications) = (new ViolationLog(), new PublicationLog());
        Plan = new TopicPlan(scenario.Topics, scenario.TopicsPerConnection, scenario.Connections, scenario.SlowReaderTopics, prefix);
        IPayload payload = scenario.PayloadKind == PayloadKind.Json ? new QuotesPayload(scenario.Payload) : new FillerPayload(scenario.Payload);
        ITopicOrder order = scenario.CountsAnswers ? new ArrivalOrder(Plan, publications, violations) : new PublishedOrder();
        var push = new DeliveryLedger(run, Plan, publications, Latency, violations, payload, order, scenario.Mode == ClientMode.Json);
        Echo = new EchoLedger(scenario, run, Latency, violations);
        _publisher = Publishers.Of(scenario);
        _producer = new Producer(scenario, run, Plan, publications, payload, _publisher, violations);
        push.PublicationDone = _producer.OnPublicationDone;
        IDeliveries deliveries = scenario.Kind == ScenarioKind.Echo ? Echo : push;
        _fleet = new Fleet(scenario, Target.Of(scenario), Plan, deliveries, violations);
        var figures = new LiveFigures(() => scenario.Kind == ScenarioKind.Echo ? Echo.Delivered : push.Delivered, () => violations.Count);
        Context = new RunContext(scenario, _fleet, violations, parts.Probe, parts.Metrics, parts.CreateDisplay(_fleet, figures));
        Push = new PushRun(Context, Plan, publications, push, Latency, _producer, new TopicsApi(parts.Http, scenario.Admins));
    }

    public TopicPlan Plan { get; }

    public LatencyRecorder Latency { get; } = new();

    public EchoLedger Echo { get; }

    public RunContext Context { get; }

    public PushRun Push { get; }

    /// <summary>Notes the violations, and whether there were any.</summary>
    public void Judge()
    {
        var violations = Context.Violations;
        Context.Report.Violations = violations.First;
        Context.Report.Check("every message is right", violations.Count == 0, violations.Count == 0 ? "no violation" : $"{violations.Count} violations, first {violations.First[0]}");
    }

    public void Dispose()
    {
        _fleet.Dispose();
        _producer.Dispose();
        _publisher.Dispose();
    }
}
