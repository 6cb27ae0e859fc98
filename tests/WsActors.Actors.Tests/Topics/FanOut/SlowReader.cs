using System.Text.Json;
using WsActors.Actors.Connections.Limits;
using WsActors.Actors.Connections.Writing;
using WsActors.Actors.Model;
using WsActors.Actors.Tests.Connections.Parts;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Transport;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Tests.Topics.FanOut;

/// <summary>A subscriber: the actor that a topic tells, the writer of its connection, and a client that reads when the test says so.</summary>
internal sealed class SlowReader : IDisposable
{
    private readonly TurnHarness _harness;
    private readonly MemoryTransport _transport = new();
    private readonly CapturingRef _transportEvents = new(null, "owner");
    private ConnectionWriter _writer = new();
    private Liveness _liveness = new(TimeSpan.Zero);
    private ClientRates _rates;

    public SlowReader(TurnHarness harness, ulong id, ClientEncoding encoding)
    {
        _harness = harness;
        Encoding = encoding;
        Ref = new CapturingRef(null, new ConnectionId(id).ToString());
        _writer.Begin(encoding);
        ((IConnectionTransport)_transport).Attach(_transportEvents);
    }

    public CapturingRef Ref { get; }

    public ClientEncoding Encoding { get; }

    /// <summary>True once there was no room for something: its connection would be closed.</summary>
    public bool IsClosed { get; private set; }

    private Outlet Outlet => new(_harness.Environment, _transport, ref _liveness, ref _rates);

    public void Dispose() => ((IDisposable)_transport).Dispose();

    public void StopReading() => _transport.ClientStopsReading();

    public void ReadOn()
    {
        _transport.ClientReadsOn();
        while (_transportEvents.TryTake(out _, out _))
        {
            _writer.OnSendCompleted(Outlet);
            Assert.Equal(Written.Fine, _writer.Flush(Outlet));
        }
    }

    /// <summary>The connection handles what the topic has told it, each in a turn.</summary>
    public void Handle()
    {
        while (Ref.TryTake(out var message, out _))
        {
            if (IsClosed)
                continue;

            IsClosed = _writer.Deliver((Subscriber.Deliver)message, Outlet) == Written.Full;
            if (!IsClosed)
                Assert.Equal(Written.Fine, _writer.Flush(Outlet));
        }
    }

    /// <summary>The messages and gaps that the client has read: the first and the last offset, which are one for a message.</summary>
    public IReadOnlyList<(bool IsGap, long From, long To, string? Reason)> Heard() =>
        [.. ServerFrames.Texts([.. "\r\n\r\n"u8, .. _transport.Sent]).Select(text => Of(JsonSerializer.Deserialize<JsonElement>(text)))];

    private static (bool IsGap, long From, long To, string? Reason) Of(JsonElement json)
    {
        if (json.GetProperty("type").GetString() == "gap")
            return (true, json.GetProperty("from").GetInt64(), json.GetProperty("to").GetInt64(), json.GetProperty("reason").GetString());

        var offset = json.GetProperty("offset").GetInt64();
        return (false, offset, offset, null);
    }
}
