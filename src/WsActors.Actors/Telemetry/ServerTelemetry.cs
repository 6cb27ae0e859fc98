using System.Diagnostics.Metrics;
using WsActors.Actors.Heaviest;

namespace WsActors.Actors.Telemetry;

/// <summary>
/// All instruments of the node, by subject. Names follow OpenTelemetry; the Prometheus exporter turns dots into
/// underscores and appends units and <c>_total</c>. No attribute takes an unbounded value. Safe on any thread.
/// </summary>
public sealed class ServerTelemetry
{
    public const string MeterName = "WsActors";

    /// <param name="meter">Makes the instruments.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public ServerTelemetry(Meter meter, TimeProvider? time = null)
    {
        Connections = new ConnectionTelemetry(meter);
        Handshakes = new HandshakeTelemetry(meter);
        Tls = new TlsTelemetry(meter);
        Compression = new CompressionTelemetry(meter);
        Closes = new CloseTelemetry(meter);
        Traffic = new TrafficTelemetry(meter);
        Commands = new CommandTelemetry(meter);
        Inbound = new InboundTelemetry(meter);
        Outboxes = new OutboxTelemetry(meter);
        Topics = new TopicTelemetry(meter);
        Publications = new PublicationTelemetry(meter);
        Histories = new HistoryTelemetry(meter);
        Presence = new PresenceTelemetry(meter);
        Credentials = new CredentialTelemetry(meter);
        Webhooks = new WebhookTelemetry(meter);
        Storage = new StorageTelemetry(meter);
        Buckets = new BucketTelemetry(meter);
        Cluster = new ClusterTelemetry(meter);
        Drain = new DrainTelemetry(meter, Connections);
        Faults = new FaultTelemetry(meter);
        Sample = new TrafficSample(time ?? TimeProvider.System);
    }

    public ConnectionTelemetry Connections { get; }
    public HandshakeTelemetry Handshakes { get; }
    public TlsTelemetry Tls { get; }
    public CompressionTelemetry Compression { get; }
    public CloseTelemetry Closes { get; }
    public TrafficTelemetry Traffic { get; }
    public CommandTelemetry Commands { get; }
    public InboundTelemetry Inbound { get; }
    public OutboxTelemetry Outboxes { get; }
    public TopicTelemetry Topics { get; }
    public PublicationTelemetry Publications { get; }
    public HistoryTelemetry Histories { get; }
    public PresenceTelemetry Presence { get; }
    public CredentialTelemetry Credentials { get; }
    public WebhookTelemetry Webhooks { get; }
    public StorageTelemetry Storage { get; }
    public BucketTelemetry Buckets { get; }
    public ClusterTelemetry Cluster { get; }
    public DrainTelemetry Drain { get; }
    public FaultTelemetry Faults { get; }

    /// <summary>Finds the heaviest topics and connections, whose names are no labels.</summary>
    public TrafficSample Sample { get; }

    /// <summary>The totals now. Each is exact, but they are not read at one instant.</summary>
    public NodeFigures Figures => new()
    {
        Handshaking = Connections.Handshaking,
        Open = Connections.Open,
        Closing = Connections.Closing,
        Topics = Topics.Total,
        Subscriptions = Topics.Subscriptions,
        Publications = Publications.Total,
        Deliveries = Publications.Deliveries,
        MessagesReceived = Traffic.ReceivedMessages,
        MessagesSent = Traffic.SentMessages,
        BytesReceived = Traffic.ReceivedBytes,
        BytesSent = Traffic.SentBytes,
        OutboxBytes = Outboxes.Bytes,
        Draining = Drain.IsActive,
    };
}
