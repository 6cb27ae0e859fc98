using System.Diagnostics.Metrics;

namespace WsActors.Actors.Telemetry;

/// <summary>
/// Every instrument of the node, in one list. Names are OpenTelemetry's way; the Prometheus exporter turns dots into
/// underscores and appends units and <c>_total</c>. No attribute takes an unbounded value. Safe on any thread.
/// </summary>
public sealed partial class ServerTelemetry
{
    public const string MeterName = "WsActors";

    private readonly Tally _handshaking = new();
    private readonly Tally _open = new();
    private readonly Tally _closing = new();
    private readonly Tally _topics = new();
    private readonly Tally _subscriptions = new();
    private readonly Tally _publications = new();
    private readonly Tally _deliveries = new();
    private readonly Tally _messagesReceived = new();
    private readonly Tally _messagesSent = new();
    private readonly Tally _bytesReceived = new();
    private readonly Tally _bytesSent = new();
    private readonly Tally _outboxBytes = new();
    private readonly Tally _historyBytes = new();
    private readonly Tally _presenceMembers = new();
    private readonly Tally _sharedCompressionInput = new();
    private readonly Tally _sharedCompressionOutput = new();
    private readonly Tally _ownCompressionInput = new();
    private readonly Tally _ownCompressionOutput = new();
    private volatile int _connectionLimit;
    private volatile bool _draining;
    private long _certificateExpiry;

    private readonly Counter<long> _accepted;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _acceptErrors;
    private readonly Counter<long> _handshakes;
    private readonly Histogram<double> _handshakeDuration;
    private readonly Counter<long> _tlsOpened;
    private readonly Counter<long> _certificateReloads;
    private readonly Counter<long> _compressionNegotiations;
    private readonly Counter<long> _closes;
    private readonly Counter<long> _publicationsBySource;
    private readonly Histogram<double> _publishLatency;
    private readonly Counter<long> _slowConsumers;
    private readonly Counter<long> _messagesDropped;
    private readonly Counter<long> _outboxSheds;
    private readonly Counter<long> _recoveries;
    private readonly Counter<long> _replayed;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _authenticationFailures;
    private readonly Counter<long> _presenceEvents;
    private readonly Counter<long> _keySetFetches;
    private readonly Counter<long> _commandsRefused;

    public ServerTelemetry(Meter meter)
    {
        Webhooks = new WebhookTelemetry(meter);
        Storage = new StorageTelemetry(meter);
        Inbound = new InboundTelemetry(meter);
        meter.CreateObservableUpDownCounter(
            "wsactors.connections", ConnectionsByState, description: "Connections now, by state");
        meter.CreateObservableUpDownCounter(
            "wsactors.connections.limit", () => _connectionLimit, description: "Connections that the node admits at most");
        meter.CreateObservableUpDownCounter(
            "wsactors.subscriptions", () => _subscriptions.Value, description: "Subscriptions now");
        meter.CreateObservableUpDownCounter("wsactors.topics", () => _topics.Value, description: "Topics now");
        meter.CreateObservableUpDownCounter(
            "wsactors.outbox", () => _outboxBytes.Value, "By", "Bytes that wait for slow readers");
        meter.CreateObservableUpDownCounter(
            "wsactors.history", () => _historyBytes.Value, "By", "Bytes that the histories of all topics hold");
        meter.CreateObservableUpDownCounter(
            "wsactors.presence.members", () => PresenceMembers, description: "Members of all topics that have it known who is there");
        meter.CreateObservableCounter(
            "wsactors.messages", MessagesByDirection, description: "WebSocket messages, by direction");
        meter.CreateObservableCounter(
            "wsactors.io", BytesByDirection, "By", "Bytes on push connections, by direction");
        meter.CreateObservableCounter(
            "wsactors.deliveries", () => _deliveries.Value, description: "Publications told to subscribers, one for each");
        meter.CreateObservableCounter(
            "wsactors.compression.input",
            () => ByUse(_sharedCompressionInput, _ownCompressionInput),
            "By",
            "Bytes of frames before they were compressed, by whether one result serves many connections");
        meter.CreateObservableCounter(
            "wsactors.compression.output",
            () => ByUse(_sharedCompressionOutput, _ownCompressionOutput),
            "By",
            "Bytes of the same frames after it");
        meter.CreateObservableUpDownCounter(
            "wsactors.drain.active", () => _draining ? 1 : 0, description: "1 while the node drains");
        meter.CreateObservableUpDownCounter(
            "wsactors.drain.remaining_connections",
            () => _draining ? AllConnections : 0,
            description: "Connections that the drain has yet to see off");

        meter.CreateObservableGauge(
            "wsactors.tls.certificate.not_after", CertificateExpiry, "s", "When the first certificate expires, as Unix time");

        _accepted = meter.CreateCounter<long>(
            "wsactors.connections.accepted", description: "Sockets accepted");
        _refused = meter.CreateCounter<long>(
            "wsactors.connections.refused", description: "Connections refused at admission, by cause");
        _ended = meter.CreateCounter<long>(
            "wsactors.connections.ended", description: "Connections that ended, by outcome");
        _acceptErrors = meter.CreateCounter<long>(
            "wsactors.accept.errors", description: "Failed accepts, by socket error");
        _handshakes = meter.CreateCounter<long>(
            "wsactors.handshakes", description: "Opening handshakes, by outcome");
        _handshakeDuration = meter.CreateHistogram<double>(
            "wsactors.handshake.duration", "s", "From accept to the answer of the opening handshake");
        _tlsOpened = meter.CreateCounter<long>(
            "wsactors.tls.connections", description: "Connections opened over TLS, by version");
        _certificateReloads = meter.CreateCounter<long>(
            "wsactors.tls.reloads", description: "Changed certificate files, by outcome");
        _compressionNegotiations = meter.CreateCounter<long>(
            "wsactors.compression.negotiations", description: "Accepted handshakes, by what became of permessage-deflate");
        _closes = meter.CreateCounter<long>(
            "wsactors.closes", description: "Close frames, by code name and the side that closed first");
        _publicationsBySource = meter.CreateCounter<long>(
            "wsactors.publications", description: "Publications accepted, by source");
        _publishLatency = meter.CreateHistogram<double>(
            "wsactors.publish.latency", "s", "From a publication's acceptance to its hand-over to a socket, for the oldest one of each send");
        _slowConsumers = meter.CreateCounter<long>(
            "wsactors.slow_consumers", description: "Connections closed because they read too slowly");
        _messagesDropped = meter.CreateCounter<long>(
            "wsactors.messages.dropped", description: "Messages not delivered, by delivery policy");
        _outboxSheds = meter.CreateCounter<long>(
            "wsactors.outbox.sheds", description: "Slow readers shed because all outboxes together held too much, by outcome");
        _recoveries = meter.CreateCounter<long>(
            "wsactors.recoveries", description: "Subscriptions that asked for what they missed, by outcome");
        _replayed = meter.CreateCounter<long>(
            "wsactors.messages.replayed", description: "Missed messages given to subscribers that returned");
        _duplicates = meter.CreateCounter<long>(
            "wsactors.publications.duplicates", description: "Publications that a known idempotency key showed to be repeated");
        _commandsRefused = meter.CreateCounter<long>(
            "wsactors.commands.refused", description: "Commands that came too fast");
        _presenceEvents = meter.CreateCounter<long>(
            "wsactors.presence.events", description: "What topics told of who is there, and comings and goings that nobody was told of");
        _authenticationFailures = meter.CreateCounter<long>(
            "wsactors.authentication.failures", description: "Refused credentials, by cause");
        _keySetFetches = meter.CreateCounter<long>(
            "wsactors.key_sets.fetches", description: "Fetches of token keys, by outcome");
    }

    /// <summary>All connections in whatever state.</summary>
    public long AllConnections => _handshaking.Value + _open.Value + _closing.Value;

    /// <summary>The totals now; each is exact, but they are not read at one instant.</summary>
    public NodeFigures Figures => new()
    {
        Handshaking = _handshaking.Value,
        Open = _open.Value,
        Closing = _closing.Value,
        Topics = _topics.Value,
        Subscriptions = _subscriptions.Value,
        Publications = _publications.Value,
        Deliveries = _deliveries.Value,
        MessagesReceived = _messagesReceived.Value,
        MessagesSent = _messagesSent.Value,
        BytesReceived = _bytesReceived.Value,
        BytesSent = _bytesSent.Value,
        OutboxBytes = _outboxBytes.Value,
        Draining = _draining,
    };

    private IEnumerable<Measurement<long>> ConnectionsByState() =>
    [
        new(_handshaking.Value, Labelled("state", "handshaking")),
        new(_open.Value, Labelled("state", "open")),
        new(_closing.Value, Labelled("state", "closing")),
    ];

    private IEnumerable<Measurement<long>> MessagesByDirection() =>
    [
        new(_messagesReceived.Value, Labelled("direction", "received")),
        new(_messagesSent.Value, Labelled("direction", "sent")),
    ];

    private IEnumerable<Measurement<long>> BytesByDirection() =>
    [
        new(_bytesReceived.Value, Labelled("direction", "received")),
        new(_bytesSent.Value, Labelled("direction", "sent")),
    ];

    // Nothing is said where there is no certificate: 0 would look like one that expired long ago.
    private IEnumerable<Measurement<long>> CertificateExpiry() =>
        Interlocked.Read(ref _certificateExpiry) is > 0 and var expiry ? [new(expiry)] : [];

    private static IEnumerable<Measurement<long>> ByUse(Tally shared, Tally own) =>
    [
        new(shared.Value, Labelled("use", "shared")),
        new(own.Value, Labelled("use", "own")),
    ];

    private static KeyValuePair<string, object?> Labelled(string key, string value) => new(key, value);
}
