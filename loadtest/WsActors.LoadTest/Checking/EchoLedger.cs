using System.Diagnostics;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Checking;

/// <summary>
/// Every connection sends numbered messages and expects each of them back, in order. Closed loop: an echo is answered
/// with the next message. Open loop: messages go out at their times, and their latency counts from there.
/// </summary>
internal sealed class EchoLedger : IDeliveries
{
    private readonly Scenario _scenario;
    private readonly uint _run;
    private readonly LatencyRecorder _latency;
    private readonly ViolationLog _violations;
    private readonly byte[] _payload;
    private readonly byte[] _frame;
    private readonly int[] _sent;
    private Fleet? _fleet;
    private Client[] _clients = [];
    private long _startedAt;
    private long _endsAt;
    private long _sentInAll;
    private long _delivered;

    public EchoLedger(Scenario scenario, uint run, LatencyRecorder latency, ViolationLog violations)
    {
        _scenario = scenario;
        _run = run;
        _latency = latency;
        _violations = violations;
        _payload = Marker.Payload(scenario.Payload);
        _frame = new byte[scenario.Payload + ClientFrames.MaxHeader];
        _sent = new int[scenario.Connections];
    }

    public bool WantsTicks => _scenario.IsOpenLoop && _fleet is not null;

    public long Delivered => Volatile.Read(ref _delivered);

    public long Sent => Volatile.Read(ref _sentInAll);

    /// <summary>Begins to send. On the fleet's thread.</summary>
    public void Start(Fleet fleet, Client[] clients)
    {
        _fleet = fleet;
        _clients = clients;
        _startedAt = Stopwatch.GetTimestamp();
        _endsAt = _startedAt + (long)(_scenario.Duration.TotalSeconds * Stopwatch.Frequency);
        if (_scenario.IsOpenLoop)
            return;

        foreach (var client in clients)
        {
            for (var i = 0; i < _scenario.InFlight; i++)
                Send(client, Stopwatch.GetTimestamp());
        }
    }

    public void Joined(Client client)
    {
    }

    public void Received(Client client, in Marker marker, ReadOnlySpan<byte> message, int end, long now)
    {
        ref var next = ref client.Next(0);
        var isExpected = marker.Run == _run && marker.Topic == client.Index && marker.Sequence == next && next < _sent[client.Index];
        if (!isExpected)
            Report(client, marker, next);
        else if (message.Length != _payload.Length || !Marker.HasFiller(message, end, _payload.Length))
            _violations.Add(ViolationKind.Corrupt, client.Index, $"its {_payload.Length} bytes", $"another message of {message.Length} bytes");

        next = marker.Sequence + 1;
        _latency.Record(_startedAt + (marker.Number * Stopwatch.Frequency / 1_000_000), now);
        Volatile.Write(ref _delivered, _delivered + 1);
        if (!_scenario.IsOpenLoop && now < _endsAt)
            Send(client, now);
    }

    public void ReceivedUnread(Client client, long now) =>
        throw new NotSupportedException("an echo load reads every message");

    public void Missed(Client client, in AnnouncedGap gap) =>
        throw new NotSupportedException("an echo has no gaps");

    public void Tick(long now)
    {
        _latency.Tick(now);
        if (!WantsTicks)
            return;

        var until = Math.Min(now, _endsAt) - _startedAt;
        var due = (long)(until * _scenario.Rate / Stopwatch.Frequency);
        while (_sentInAll < due)
            Send(_clients[_sentInAll % _clients.Length], _startedAt + (long)(_sentInAll * Stopwatch.Frequency / _scenario.Rate));
    }

    /// <summary>Afterwards: what did not come back. On the fleet's thread.</summary>
    public void CheckEnd(Client client)
    {
        if (client.Next(0) < _sent[client.Index])
            _violations.Add(ViolationKind.Lost, client.Index, $"echo #{client.Next(0)}", "nothing more");
    }

    private void Send(Client client, long intendedAt)
    {
        var microseconds = (intendedAt - _startedAt) * 1_000_000 / Stopwatch.Frequency;
        new Marker(_run, client.Index, _sent[client.Index]++, microseconds).WriteTo(_payload);
        Volatile.Write(ref _sentInAll, _sentInAll + 1);
        _fleet!.Send(client, _frame.AsSpan(0, ClientFrames.Write(FrameKind.Text, _payload, _frame)));
    }

    private void Report(Client client, in Marker marker, int next) =>
        _violations.Add(
            marker.Sequence < next ? ViolationKind.Repeated : ViolationKind.Lost,
            client.Index,
            $"echo #{next} of connection {client.Index}",
            $"echo #{marker.Sequence} of connection {marker.Topic}");
}
