using Akka.Actor;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Connections.Writing;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Transport;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Faults;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>
/// Stands before the conversation of a connection that injected faults may hit: drops and duplicates messages, and closes the connection. Delays and
/// rates are left to its <see cref="FaultyTransport"/>. It exists only while there are such faults.
/// </summary>
internal sealed class FaultyConversation(PushConversation inner, FaultyTransport transport, IScheduler scheduler) : Conversation
{
    private readonly Dictionary<TopicName, DroppedRun> _dropped = [];
    private ConnectionFaults? _faults;
    private (InjectedFault Fault, TimeSpan At)? _close;
    private ICancelable? _timer;

    public override ConnectionPhase Phase => inner.Phase;

    public override bool IsReported => inner.IsReported;

    public override bool IsReading(ServerSession session) => inner.IsReading(session);

    public override bool Take(object message, in Talk talk, in Turn turn)
    {
        if (message is ConnectionMessage.FaultDue)
            CloseIfDue(turn);
        var isTaken = message is ConnectionMessage.UseFaults || inner.Take(message, talk, turn);
        Renew(talk, turn);
        return isTaken;
    }

    public override void On(in SessionEvent happened, ReadOnlySpan<byte> behind, in Talk talk, in Turn turn)
    {
        inner.On(happened, behind, talk, turn);
        Renew(talk, turn);
    }

    public override void Execute(RemainingCommands commands, in Talk talk, in Turn turn)
    {
        inner.Execute(commands, talk, turn);
        Renew(talk, turn);
    }

    public override Written Deliver(Subscriber.Deliver deliver, in Talk talk)
    {
        // Without offsets, nothing could be reported to the client.
        if (_faults is not { ActOnMessages: true } faults || deliver.Droppable is null || !talk.Parts.Subscriptions.IsLive(deliver.Topic))
            return inner.Deliver(deliver, talk);

        var (written, dropped) = (Written.Fine, default(DroppedRun));
        for (var i = 0; i < deliver.Count && written == Written.Fine; i++)
        {
            var offset = deliver.Droppable.OffsetOf(i);
            var fate = faults.FateOf(deliver.Topic, offset);
            if (fate == MessageFate.Dropped)
            {
                dropped = dropped.With(offset);
                continue;
            }

            written = Report(ref dropped, deliver, talk);
            if (written == Written.Fine)
                written = Deliver(deliver.Only(i), isTwice: fate == MessageFate.Duplicated, talk);
        }

        return written == Written.Fine ? Report(ref dropped, deliver, talk) : written;
    }

    public override void CheckDeadlines(in Talk talk, in Turn turn) => inner.CheckDeadlines(talk, turn);

    public override void OnPeerEnded(in Talk talk, in Turn turn) => inner.OnPeerEnded(talk, turn);

    public override void Close(CloseCode code, string reason, in Talk talk) => inner.Close(code, reason, talk);

    /// <summary>Finds the faults that hit the connection now. Subscriptions and the client's identity may have changed.</summary>
    public void Renew(in Talk talk, in Turn turn)
    {
        var faults = Injection.Of(talk, turn);
        _faults = faults;
        transport.Use(faults);
        if (faults is null)
            Leave(talk, turn);
        PlanClose(faults?.Close, turn);
    }

    // While a part of a send is on its way, another is held here: the faults have ended, but the transport is needed until then.
    private void Leave(in Talk talk, in Turn turn)
    {
        Injection.Continue(talk, turn);
        if (transport.IsHolding)
            return;

        talk.Use(TransportLayer.Without(talk.Transport, transport));
        turn.Effects.TakeOver(inner);
    }

    private Written Deliver(Subscriber.Deliver deliver, bool isTwice, in Talk talk)
    {
        var written = inner.Deliver(deliver, talk);

        // For a reader that is behind, the second one would take the place of the first, as if that had been lost.
        if (!isTwice || written != Written.Fine || talk.Writer.IsBehind)
            return written;

        talk.Environment.Telemetry.Faults.Injected(FaultKind.Duplicate);
        return inner.Deliver(deliver, talk);
    }

    // In the place of the messages, so that the client knows what it has missed before it sees what follows.
    private Written Report(ref DroppedRun dropped, Subscriber.Deliver deliver, in Talk talk)
    {
        if (dropped.Count == 0)
            return Written.Fine;

        var run = dropped;
        dropped = default;
        talk.Environment.Telemetry.Faults.Injected(FaultKind.Drop, run.Count);
        var all = _dropped[deliver.Topic] = _dropped.GetValueOrDefault(deliver.Topic).With(run);
        Effects.OfThread.RecordDrops(new TopicDrops(deliver.Topic, DeliveryPolicy.Every, all.From, all.To, all.Count) { AreInjected = true });
        return talk.Writer.Say(new ServerEvent.Gap(deliver.Topic, new MissedRange(run.From, run.To, MissedRange.Injected)), talk.Outlet);
    }

    private void PlanClose(InjectedFault? fault, in Turn turn)
    {
        if (_close?.Fault == fault)
            return;

        _timer?.Cancel();
        _close = fault is null ? null : (fault, turn.Now + fault.Delay);
        if (fault is not null)
            _timer = scheduler.ScheduleTellOnceCancelable(fault.Delay, turn.Self, ConnectionMessage.FaultDue.Instance, ActorRefs.NoSender);
    }

    private void CloseIfDue(in Turn turn)
    {
        if (_close is not (var fault, var at) || turn.Now < at)
            return;

        turn.Environment.Telemetry.Faults.Injected(FaultKind.Close);
        turn.Effects.End(Ending.Close(fault.Code!, $"{Tombstone.InjectedReason}{fault.Id}"));
    }

    /// <summary>Messages that were dropped.</summary>
    private readonly record struct DroppedRun(long From, long To, int Count)
    {
        public DroppedRun With(long offset) => With(new DroppedRun(offset, offset, 1));

        public DroppedRun With(DroppedRun later) => new(Count == 0 ? later.From : From, later.To, Count + later.Count);
    }
}
