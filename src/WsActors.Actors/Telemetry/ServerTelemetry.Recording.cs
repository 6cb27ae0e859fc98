using System.Net.Sockets;
using System.Security.Authentication;
using WsActors.Actors.Connections;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics;
using WsActors.Protocol.Session;

namespace WsActors.Actors.Telemetry;

/// <summary>What happened, in the words of those to whom it happened.</summary>
public sealed partial class ServerTelemetry
{
    /// <summary>The instruments of webhooks, which are some.</summary>
    public WebhookTelemetry Webhooks { get; }

    /// <summary>The instruments of what outlives the process.</summary>
    public StorageTelemetry Storage { get; }

    /// <summary>The instruments for what clients have begun and not finished.</summary>
    public InboundTelemetry Inbound { get; }

    public void ConnectionAccepted() => _accepted.Add(1);

    public void ConnectionRefused(string cause) => _refused.Add(1, Labelled("cause", cause));

    public void AcceptFailed(SocketError error) => _acceptErrors.Add(1, Labelled("error", error.ToString()));

    public void ConnectionEntered(ConnectionPhase phase) => CountOf(phase).Increment();

    public void ConnectionMoved(ConnectionPhase from, ConnectionPhase to)
    {
        CountOf(to).Increment();
        CountOf(from).Decrement();
    }

    public void ConnectionLeft(ConnectionPhase phase, ConnectionOutcome outcome)
    {
        CountOf(phase).Decrement();
        _ended.Add(1, Labelled("outcome", outcome.Label()));
    }

    /// <param name="outcome">"accepted", or the refusal's name.</param>
    /// <param name="duration">Since the connection was accepted.</param>
    public void HandshakeEnded(string outcome, TimeSpan duration)
    {
        _handshakes.Add(1, Labelled("outcome", outcome));
        _handshakeDuration.Record(duration.TotalSeconds);
    }

    public void TlsOpened(SslProtocols version) => _tlsOpened.Add(1, Labelled("version", TlsVersion(version)));

    /// <param name="outcome">"loaded", or "failed" where the old certificates stay.</param>
    public void CertificatesReloaded(string outcome) => _certificateReloads.Add(1, Labelled("outcome", outcome));

    /// <param name="expiry">When the first of those in use expires.</param>
    public void CertificatesInUse(DateTimeOffset expiry) => Interlocked.Exchange(ref _certificateExpiry, expiry.ToUnixTimeSeconds());

    /// <param name="outcome">"agreed", "not_offered", "declined" or "disabled".</param>
    public void CompressionNegotiated(string outcome) => _compressionNegotiations.Add(1, Labelled("outcome", outcome));

    /// <summary>A frame was compressed.</summary>
    public void Compressed(CompressionUse use, int bytesBefore, int bytesAfter)
    {
        var isShared = use == CompressionUse.Shared;
        (isShared ? _sharedCompressionInput : _ownCompressionInput).Add(bytesBefore);
        (isShared ? _sharedCompressionOutput : _ownCompressionOutput).Add(bytesAfter);
    }

    public void ClosedByClient(CloseCode code) =>
        _closes.Add(1, Labelled("code", code.Name), Labelled("side", "client"));

    public void ClosedByServer(CloseCode code)
    {
        _closes.Add(1, Labelled("code", code.Name), Labelled("side", "server"));
        if (code == CloseCode.SlowConsumer)
            _slowConsumers.Add(1);
    }

    /// <summary>A command came too soon after too many others.</summary>
    public void CommandRefused() => _commandsRefused.Add(1);

    public void MessageReceived() => _messagesReceived.Increment();

    public void MessagesSent(int count) => _messagesSent.Add(count);

    public void BytesReceived(int count) => _bytesReceived.Add(count);

    public void BytesSent(int count) => _bytesSent.Add(count);

    public void OutboxChanged(int bytes) => _outboxBytes.Add(bytes);

    public void TopicAdded() => _topics.Increment();

    public void TopicForgotten() => _topics.Decrement();

    public void SubscriberAdded() => _subscriptions.Increment();

    public void SubscribersRemoved(int count) => _subscriptions.Add(-count);

    public void Published(PublicationSource source, int deliveries)
    {
        _publications.Increment();
        _publicationsBySource.Add(1, Labelled("source", source.Label()));
        _deliveries.Add(deliveries);
    }

    /// <param name="latency">From the publication's acceptance to its hand-over to the socket.</param>
    public void HandedToSocket(TimeSpan latency) => _publishLatency.Record(latency.TotalSeconds);

    public void MessagesDropped(DeliveryPolicy policy, int count)
    {
        if (count > 0)
            _messagesDropped.Add(count, Labelled("policy", PolicyLabel(policy)));
    }

    /// <param name="outcome">"dropped" where messages could go, "closed" where the connection had to.</param>
    public void OutboxShed(string outcome) => _outboxSheds.Add(1, Labelled("outcome", outcome));

    public void Recovered(bool complete) => _recoveries.Add(1, Labelled("outcome", complete ? "complete" : "gap"));

    public void Replayed(int messages)
    {
        if (messages > 0)
            _replayed.Add(messages);
    }

    public void PublicationRepeated() => _duplicates.Add(1);

    /// <summary>Members of all topics that have it known who is there.</summary>
    public long PresenceMembers => _presenceMembers.Value;

    public void PresenceChanged(int members, long suppressed)
    {
        _presenceMembers.Add(members);
        CountPresence("suppressed", suppressed);
    }

    /// <summary>A topic told its subscribers who came and who left.</summary>
    public void PresenceTold(int joined, int left)
    {
        CountPresence("joined", joined);
        CountPresence("left", left);
    }

    /// <summary>A topic told its subscribers how many there are.</summary>
    /// <param name="andWho">Whether it listed them.</param>
    public void PresenceTotalTold(bool andWho) => CountPresence(andWho ? "everyone" : "total", 1);

    public void HistoryChanged(long bytes) => _historyBytes.Add(bytes);

    public void AuthenticationFailed(string cause) => _authenticationFailures.Add(1, Labelled("cause", cause));

    /// <param name="outcome">"loaded", or "failed" where the old keys stay.</param>
    public void KeySetFetched(string outcome) => _keySetFetches.Add(1, Labelled("outcome", outcome));

    public void ConnectionLimit(int connections) => _connectionLimit = connections;

    public void DrainBegan() => _draining = true;

    private void CountPresence(string kind, long count)
    {
        if (count > 0)
            _presenceEvents.Add(count, Labelled("event", kind));
    }

    private static string PolicyLabel(DeliveryPolicy policy) => policy switch
    {
        DeliveryPolicy.Latest => "latest",
        DeliveryPolicy.DropOldest => "drop_oldest",
        _ => "every",
    };

    private static string TlsVersion(SslProtocols version) => version switch
    {
        SslProtocols.Tls13 => "1.3",
        SslProtocols.Tls12 => "1.2",
        _ => "other",
    };

    private Tally CountOf(ConnectionPhase phase) => phase switch
    {
        ConnectionPhase.Handshaking => _handshaking,
        ConnectionPhase.Closing => _closing,
        _ => _open,
    };
}
