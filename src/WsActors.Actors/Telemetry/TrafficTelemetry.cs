using System.Diagnostics.Metrics;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for messages and bytes on push connections, in both directions. Safe on any thread.</summary>
public sealed class TrafficTelemetry
{
    private readonly AtomicCounter _messagesReceived = new();
    private readonly AtomicCounter _messagesSent = new();
    private readonly AtomicCounter _bytesReceived = new();
    private readonly AtomicCounter _bytesSent = new();

    internal TrafficTelemetry(Meter meter)
    {
        meter.CreateObservableCounter(
            "wsactors.messages",
            () => ByDirection(ReceivedMessages, SentMessages),
            description: "WebSocket messages, by direction");
        meter.CreateObservableCounter(
            "wsactors.io", () => ByDirection(ReceivedBytes, SentBytes), "By", "Bytes on push connections, by direction");
    }

    public long ReceivedMessages => _messagesReceived.Value;
    public long SentMessages => _messagesSent.Value;
    public long ReceivedBytes => _bytesReceived.Value;
    public long SentBytes => _bytesSent.Value;

    public void MessageReceived() => _messagesReceived.Increment();

    public void MessagesSent(int count) => _messagesSent.Add(count);

    public void BytesReceived(int count) => _bytesReceived.Add(count);

    public void BytesSent(int count) => _bytesSent.Add(count);

    private static IEnumerable<Measurement<long>> ByDirection(long received, long sent) =>
    [
        new(received, Label.Of("direction", "received")),
        new(sent, Label.Of("direction", "sent")),
    ];
}
