using WsActors.Actors.Connections.Limits;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Connections.Writing;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Transport;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Plain;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Connections.Parts;

/// <summary>The writer of a connection: it says whether there was room, and keeps the node's count of what waits.</summary>
public sealed class WriterTests : IDisposable
{
    private static readonly TopicName News = TopicName.Parse("news");

    private readonly TurnHarness _harness = new(new PushSettings { OutboxBytes = 64 * 1024 });
    private readonly MemoryTransport _transport = new();
    private readonly CapturingRef _owner = new(null, "owner");
    private ConnectionWriter _writer = new();
    private Liveness _liveness = new(TimeSpan.Zero);
    private ClientRates _rates;

    public WriterTests()
    {
        ((IConnectionTransport)_transport).Attach(_owner);
        _writer.Begin(_harness.Encoding);
    }

    private Outlet Outlet => new(_harness.Environment, _transport, ref _liveness, ref _rates);

    public void Dispose() => ((IDisposable)_transport).Dispose();

    [Fact]
    public void A_client_that_is_behind_has_no_room_for_more_than_its_outbox()
    {
        Stall();

        Assert.Equal(Written.Fine, Deliver(60 * 1024));
        Assert.Equal(Written.Full, Deliver(8 * 1024));
        Assert.Equal(Written.Fine, Deliver(1024));
    }

    [Fact]
    public void There_is_no_room_for_an_answer_either_nor_for_an_error()
    {
        Stall();
        Deliver((64 * 1024) - 10);

        Assert.Equal(Written.Full, Write(new Effect(EffectKind.Answer, new ServerEvent.Pong(RequestId.Of(1)))));
        Assert.Equal(Written.Full, Write(new Effect(EffectKind.Fail, new ServerEvent.Error(RequestId.Of(1), ErrorCode.InvalidToken, "x"))));
    }

    [Fact]
    public void What_only_waits_for_the_end_of_the_turn_is_sent_before_there_is_too_much()
    {
        for (var i = 0; i < 20; i++)
            Assert.Equal(Written.Fine, Deliver(8 * 1024));

        Assert.True(_transport.Sends > 0);
    }

    [Fact]
    public void An_error_that_the_protocol_has_no_message_for_is_inexpressible_and_an_answer_is_left_out()
    {
        _writer.Begin(new ClientEncoding(PlainProtocol.Instance, WebSocketCarrier.Instance));

        Assert.Equal(
            Written.Inexpressible,
            Write(new Effect(EffectKind.Fail, new ServerEvent.Error(null, ErrorCode.InvalidToken, "x"))));
        Assert.Equal(Written.Fine, Write(new Effect(EffectKind.Answer, new ServerEvent.Pong(null))));
        Assert.True(_writer.IsEmpty);
    }

    [Fact]
    public void Nothing_passes_the_response_to_the_handshake()
    {
        _writer.AddReply("HTTP/1.1 101"u8.ToArray());
        _writer.AddReplyFirst("pong"u8.ToArray());
        Write(new Effect(EffectKind.Answer, new ServerEvent.Pong(null)));
        _writer.Flush(Outlet);

        Assert.StartsWith("HTTP/1.1 101pong", _transport.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_node_counts_what_waits_and_nothing_once_the_connection_is_over()
    {
        Stall();
        Deliver(40 * 1024);
        _writer.Report(_harness.Turn);

        Assert.Equal(_writer.QueuedBytes, _harness.Telemetry.Outboxes.Bytes);
        _writer.Release(_harness.Telemetry);
        _writer.Release(_harness.Telemetry);
        Assert.Equal(0, _harness.Telemetry.Outboxes.Bytes);
    }

    [Fact]
    public void The_parent_is_told_of_each_step_once_and_of_the_end()
    {
        Stall();
        Deliver(20 * 1024);
        Assert.Equal(_writer.QueuedBytes, Assert.Single(Reports()));
        Deliver(100);
        Assert.Empty(Reports());
        Deliver(20 * 1024);
        Assert.Equal(_writer.QueuedBytes, Assert.Single(Reports()));

        _transport.ClientReadsOn();
        _writer.OnSendCompleted(Outlet);
        _writer.Flush(Outlet);
        Assert.Equal(0, Assert.Single(Reports()));
        Assert.Equal((true, 0), (_writer.IsEmpty, _harness.Telemetry.Outboxes.Bytes));
    }

    [Fact]
    public void A_transport_that_has_failed_is_told_as_such()
    {
        _transport.ClientResets();
        Deliver(1);

        Assert.Equal(Written.Failed, _writer.Flush(Outlet));
    }

    // The first bytes are being sent from here on.
    private void Stall()
    {
        _transport.ClientStopsReading();
        Deliver(1);
        _writer.Flush(Outlet);
        _writer.Report(_harness.Turn);
        _harness.Decided();
    }

    private Written Deliver(int bytes) => _writer.Deliver(new Subscriber.Deliver(News, new byte[bytes], TimeSpan.Zero), Outlet);

    private Written Write(Effect effect) => _writer.Write(effect, Outlet);

    private int[] Reports()
    {
        _writer.Report(_harness.Turn);
        return [.. _harness.Decided().Select(effect => effect.Subject).OfType<ConnectionReport.QueuedBytesChanged>().Select(report => report.Bytes)];
    }
}
