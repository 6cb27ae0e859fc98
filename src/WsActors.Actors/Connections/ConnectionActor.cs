using Akka.Actor;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Conversations;
using WsActors.Actors.Connections.Entering;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Connections.Writing;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;
using WsActors.Actors.Runtime.Dispatching;
using WsActors.Actors.Runtime.Mailboxes;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Transport;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections;

/// <summary>
/// One connection: owns the transport and the session, hands each message to the <see cref="Conversation"/> of its phase, and carries out
/// what that decides. A conversation in a field does what Become does and spares every connection 464 bytes.
/// </summary>
public sealed class ConnectionActor : UntypedActor
{
    private readonly ConnectionEnvironment _environment;
    private readonly ServerSession _session;
    private ConnectionId _id;
    private IConnectionTransport _transport = NoTransport.Instance;
    private Conversation _conversation = Handshake.Unbegun;
    private Components _parts;
    private ConnectionOutcome _outcome;
    private bool _stopped;

    private ConnectionActor(ConnectionEnvironment environment) =>
        (_environment, _session) = (environment, new ServerSession(environment.SessionLimits));

    /// <summary>One Props serves every connection: what differs comes in the first message. Props of its own would cost each 232 bytes.</summary>
    internal static Props Props(ConnectionEnvironment environment) =>
        InboundDispatcher.Of(CompactMailbox.Of(ActorFactory<ConnectionActor>.Props(() => new ConnectionActor(environment))));

    private bool CanRead => !_stopped && _conversation.IsReading(_session) && _parts.Intake.MayReadOn;

    private Talk Talk => new(_environment, _session, ref _transport, ref _parts) { Id = _id };

    private Turn Turn => _parts.TurnOf(_environment, _id, Self, Context.Parent);

    protected override void PreStart() => _environment.Telemetry.Connections.Entered(_conversation.Phase);

    // This runs after faults too, so the counts stay right and the socket is always closed.
    protected override void PostStop()
    {
        Effects.OfThread.Begin();
        if (_outcome == ConnectionOutcome.None)
            ConnectionEvents.RecordStopped(_conversation, Talk, Turn);
        _parts.Release(Turn);
        CarryOut();
        _session.Release();
        _transport.Dispose();
        _environment.Telemetry.Connections.Left(_conversation.Phase, _outcome);
        Context.Parent.Tell(new ConnectionReport.Stopped(_id, _outcome));
    }

    protected override void OnReceive(object message)
    {
        Effects.OfThread.Begin();
        switch (message)
        {
            case Subscriber.Deliver deliver: Settle(_conversation.Deliver(deliver, Talk)); break;
            case TransportEvent.Readable: Receive(); break;
            case TransportEvent.SendCompleted: _parts.Writer.OnSendCompleted(Talk.Outlet); break;
            case TransportEvent.SendFailed failed: End(Ending.Lost($"sending failed: {failed.Error}")); break;
            case ConnectionMessage.CheckDeadlines: _parts.Liveness.Woken(); _conversation.CheckDeadlines(Talk, Turn); break;
            case ConnectionMessage.Shed: Settle(_parts.Shed(_conversation, _environment.Telemetry)); _parts.Writer.Report(Turn, hasShed: true); break;
            case ConnectionMessage.ShedInbound when _parts.Unfinished.IsCounted: _conversation.GiveUpUnfinished(Talk, Turn); break;
            case ConnectionMessage.Cut: End(Ending.Cut); break;
            case ConnectionMessage.GetSnapshot query: Sender.Tell(_parts.Snapshot(query, _conversation, _transport, Turn)); break;
            case ConnectionMessage.Begin begin: OnBegin(begin); break;
            case Subscriber.DeliveryProbe probe: Sender.Tell(probe, Self); break;
            default: if (!_conversation.Take(message, Talk, Turn)) Unhandled(message); break;
        }

        CarryOut();
        EndTurn(message);
    }

    private void OnBegin(ConnectionMessage.Begin begin)
    {
        _id = begin.Id;
        _transport = begin.Transport;
        _parts = new Components(_environment.Clock.Now);
        _conversation = new Handshake(new Entrance(begin.Refusal, begin.IsUncounted));
        _transport.Attach(Self);
        _transport.AwaitReadable();
    }

    private void Receive()
    {
        using var reader = new Reader(_session, _transport);
        while (CanRead && reader.TryRead(out var bytes))
        {
            if (_parts.OnBytes(bytes.Length, _conversation, Talk))
                WakeAt(_parts.NextDeadline(Turn));
            Advance(bytes);
            if (_parts.AnswersPileUp(_conversation, _environment.Settings))
                Flush();
            if (_parts.HoldsBack(_conversation, _environment.Settings))
                break;
        }

        _parts.Intake.Pause(reader.HasEnded);
        if (reader.HasEnded)
            _conversation.OnPeerEnded(Talk, Turn);
        else if (reader.Error is { } error)
            End(Ending.Lost($"receiving failed: {error}"));
    }

    private void Advance(Span<byte> input)
    {
        while (!_stopped && _conversation.IsReading(_session) && _session.TryAdvance(ref input, Replies.OfThread, out var happened))
        {
            _conversation.On(happened, input, Talk, Turn);
            CarryOut();
        }
    }

    private void CarryOut()
    {
        var effects = Effects.OfThread;
        while (effects.TryTake(out var effect))
            CarryOut(effect);
    }

    private void CarryOut(in Effect effect)
    {
        switch (effect.Kind)
        {
            case EffectKind.Tell: effect.To!.Tell(effect.Subject!, Self); break;
            case EffectKind.Authorize: _environment.Backend.Decide((AuthorizationRequest)effect.Subject!, Self); break;
            case EffectKind.WakeAt: WakeAt(effect.When); break;
            case EffectKind.Detach: _parts.Detach((TopicName)effect.Subject!, Turn); break;
            case EffectKind.Accept: Accept((AcceptedRequest)effect.Subject!); break;
            case EffectKind.ReadPipelined: Advance((byte[])effect.Subject!); break;
            case EffectKind.Execute: _conversation.Execute((RemainingCommands)effect.Subject!, Talk, Turn); break;
            case EffectKind.RecordDrops: _environment.Evidence?.Tell(((TopicDrops)effect.Subject!).Of(Turn), ActorRefs.NoSender); break;
            case EffectKind.TakeOver: _conversation = _conversation.IsOpen ? (Conversation)effect.Subject! : _conversation; break;
            case EffectKind.End: End((Ending)effect.Subject!); break;
            default: if (_conversation.IsOpen) Settle(_parts.Write(effect, _id, Talk), effect.Subject); break;
        }
    }

    private void Settle(Written written, object? subject = null)
    {
        if (written != Written.Fine)
            End(written.Ending(subject, _parts.Writer.Encoding.Protocol));
    }

    private void Flush()
    {
        Settle(_parts.Writer.Flush(Talk.Outlet));
        if (_parts.Writer.IsBehind && _conversation.IsOpen)
            WakeAt(_parts.NextDeadline(Turn));
    }

    private void WakeAt(TimeSpan when)
    {
        if (_parts.Liveness.TryWakeAt(when))
            Context.Parent.Tell(new ConnectionReport.CheckAt(_id, when));
    }

    private void Accept(AcceptedRequest accepted)
    {
        var conversation = ((EnteringConversation)_conversation).Accept(accepted, Talk);
        Become(conversation);
        conversation.Begin(accepted, Talk, Turn);
    }

    // The one place that ends a connection. The first ending counts, and is recorded with what waits, before the queue is dropped.
    private void End(Ending ending)
    {
        if (ending.Goodbye is { } goodbye && _conversation.IsOpen)
            Settle(_parts.Writer.Say(goodbye, Talk.Outlet));
        if (_stopped || (ending.NeedsOpen && !_conversation.IsOpen))
            return;

        if (_outcome == ConnectionOutcome.None)
        {
            _outcome = ending.Outcome;
            ConnectionEvents.RecordEnding(_conversation, ending, Talk, Turn);
        }

        if (ending.DropsQueue)
            _parts.Writer.DropQueue(_environment.Telemetry);
        if (ending.Means == EndingMeans.Close)
            _conversation.Close(ending.Code!, ending.Reason, Talk);
        _parts.Writer.AddReply(Replies.Take());
        if (ending.Means == EndingMeans.Abort)
            _transport.Abort();
        if (ending.Means is EndingMeans.Abort or EndingMeans.Stop)
        {
            _stopped = true;
            Context.Stop(Self);
        }
        else if (_conversation != Closing.Instance)
        {
            Become(Closing.Instance);
            _parts.Close(Turn);
        }
    }

    private void Become(Conversation conversation)
    {
        _environment.Telemetry.Connections.Moved(_conversation.Phase, conversation.Phase);
        _conversation = conversation;
    }

    // If more messages wait, the last of them sends for all, which joins the publications of a busy moment.
    private void EndTurn(object message)
    {
        if (_stopped)
            return;

        if (_parts.Unfinished.Concerns(_session) && !_parts.Unfinished.TryHold(_session, Turn))
            _conversation.GiveUpUnfinished(Talk, Turn);
        CarryOut();
        _parts.AskNextPage(_environment.Settings, Self);
        if (_parts.IsSendDue || !(((ActorCell)Context).HasMessages || _parts.Subscriptions.IsPageAwaitedAfter(message)))
        {
            Flush();
            _parts.AskNextPage(_environment.Settings, Self);
        }

        if (_conversation == Closing.Instance)
            Closing.EndTurn(Talk, Turn);
        CarryOut();
        ReadOn();
        if (_parts.Writer.IsReportDue)
            _parts.Writer.Report(Turn);
        CarryOut();
    }

    private void ReadOn()
    {
        if (!_parts.Intake.IsPaused || !CanRead || _parts.HoldsBack(_conversation, _environment.Settings))
            return;

        _parts.Intake.IsPaused = false;
        _transport.AwaitReadable();
    }
}
