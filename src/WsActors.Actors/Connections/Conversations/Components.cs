using Akka.Actor;
using Akka.Event;
using WsActors.Actors.Connections.Limits;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Connections.Subscribing;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Connections.Writing;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Transport;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Proxies;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>The components of one connection, each of which decides about its own state. Held by value: together they are one field.</summary>
internal struct Components(TimeSpan now)
{
    /// <summary>The client as trusted proxies report it; null if they report none.</summary>
    public ForwardedClient? Client;
    public ConnectionWriter Writer = new();
    public Subscriptions Subscriptions;
    public Publications Publications;
    public Credentials Credentials;
    public Liveness Liveness = new(now);
    public ClientRates Rates;
    public UnfinishedInput Unfinished;
    public Intake Intake;

    /// <summary>The view of their connection that the components get in this turn.</summary>
    public readonly Turn TurnOf(ConnectionEnvironment environment, ConnectionId id, IActorRef self, IActorRef parent) => new()
    {
        Environment = environment,
        Id = id,
        Self = self,
        Parent = parent,
        Effects = Effects.OfThread,
        Identity = Credentials.Identity,
        Encoding = Writer.Encoding,
        SharedCompression = Writer.SharedCompression,
    };

    /// <summary>True if so many answers wait that an open connection is not read on.</summary>
    public readonly bool AnswersPileUp(Conversation conversation, PushSettings settings) =>
        conversation.IsOpen && Writer.IsHalfFull(settings.OutboxBytes);

    /// <summary>True if the peer's own TCP has to hold it back while its requests, or the answers to them, pile up here.</summary>
    public readonly bool HoldsBack(Conversation conversation, PushSettings settings) =>
        AnswersPileUp(conversation, settings) || Subscriptions.ArePilingUp(settings.MaxPendingSubscriptions) || Publications.ArePilingUp;

    /// <summary>Carries out an effect that sends something. Failed requests are logged, except for those that came too fast: they may be many.</summary>
    public Written Write(in Effect effect, ConnectionId id, in Talk talk)
    {
        var log = talk.Environment.Log;
        if (effect is { Kind: EffectKind.Fail, Subject: ServerEvent.Error { Code: not ErrorCode.RateLimited } error } && log.IsDebugEnabled)
            log.Debug("Connection {Connection}: {Code}: {Text}", id, error.Code, error.Text);
        return Writer.Write(effect, talk.Outlet);
    }

    /// <summary>Drops what may be dropped, because the node holds too much for slow readers.</summary>
    /// <returns>Full if nothing could be dropped, so that the connection has to be closed.</returns>
    public readonly Written Shed(Conversation conversation, ServerTelemetry telemetry) =>
        conversation.IsOpen ? Writer.Shed(telemetry) : Written.Fine;

    /// <summary>True if the turn should not wait for the next message before it sends.</summary>
    public readonly bool IsSendDue => Writer.IsSendDue || Intake.HasPeerEnded;

    /// <summary>True if the connection ends when it stays silent: a back end may have nothing to publish for hours.</summary>
    public readonly bool IsIdle => Subscriptions.Count == 0 && !Credentials.Identity.IsBackEnd;

    /// <summary>The time at which an open connection has to check its deadlines next.</summary>
    public readonly TimeSpan NextDeadline(in Turn turn)
    {
        var (next, end) = (Liveness.Next(turn.Now, turn.Environment.Settings, IsIdle), EndOfAge(turn));
        return next < end ? next : end;
    }

    /// <summary>True if the connection has reached the age at which it is rotated.</summary>
    public readonly bool IsOld(in Turn turn) => turn.Now >= EndOfAge(turn);

    // A back end is no part of the load that rotation evens out.
    private readonly TimeSpan EndOfAge(in Turn turn) => Credentials.Identity.IsBackEnd
        ? TimeSpan.MaxValue
        : ConnectionAge.EndOf(Liveness.AcceptedAt, turn.Id, turn.Environment.Settings.MaxConnectionAge);

    /// <summary>Counts bytes that came in.</summary>
    /// <returns>True if the next deadline is earlier than it was: a pong came long before its own.</returns>
    public bool OnBytes(int count, Conversation conversation, in Talk talk)
    {
        talk.Environment.Telemetry.Traffic.BytesReceived(count);
        talk.Environment.Telemetry.Sample.Passed(talk.Id, messages: 0, count);
        Intake.CountBytes(count, isClosing: conversation.Phase == ConnectionPhase.Closing);
        return Liveness.Received(talk.Environment.Clock.Now) && conversation.IsOpen;
    }

    /// <summary>Asks for the next page of what the client missed, if it keeps up.</summary>
    public void AskNextPage(PushSettings settings, IActorRef self)
    {
        if (!Writer.IsHalfFull(settings.OutboxBytes))
            Subscriptions.AskNextPage(self);
    }

    /// <summary>Leaves all topics, and gives the peer its time to end its side.</summary>
    public void Close(in Turn turn)
    {
        Subscriptions.LeaveAll(turn);
        Liveness.Closing(turn.Now);
        turn.Effects.WakeAt(Liveness.WhenToGiveUpClose(turn.Environment.Settings));
    }

    /// <summary>Separates what waits of a topic that has been left from a later subscription.</summary>
    public void Detach(TopicName topic, in Turn turn)
    {
        Writer.Detach(topic);
        Liveness.Active(turn.Now);
        turn.Effects.WakeAt(NextDeadline(turn));
    }

    /// <summary>Leaves all topics and the node's counts: the connection is over.</summary>
    public void Release(in Turn turn)
    {
        Subscriptions.LeaveAll(turn);
        Unfinished.Release(turn);
        if (Liveness.Deadlines.ClosingSince is { } since)
            turn.Environment.Telemetry.Connections.Stayed(ConnectionPhase.Closing, turn.Now - since);
        Writer.Release(turn.Environment.Telemetry);
    }

    /// <summary>Describes the connection.</summary>
    /// <param name="query">The extent of the description.</param>
    /// <param name="conversation">The conversation.</param>
    /// <param name="transport">The transport.</param>
    /// <param name="turn">The turn.</param>
    public readonly ConnectionSnapshot Snapshot(ConnectionMessage.GetSnapshot query, Conversation conversation, IConnectionTransport transport, in Turn turn) => new()
    {
        Id = turn.Id,
        RemoteEndPoint = Client ?? transport.RemoteEndPoint,
        Scheme = Client?.Scheme,
        Phase = conversation.Phase,
        Security = transport.Security,
        Protocol = Writer.Encoding.Protocol?.Name,
        User = Credentials.Identity.User,
        ConnectedAt = turn.Environment.Clock.UtcAt(Liveness.AcceptedAt),
        Subscriptions = Array.ConvertAll(Subscriptions.Topics(), topic => topic.Value),
        QueuedFrames = Writer.QueuedFrames,
        QueuedBytes = Writer.QueuedBytes,
        MessagesReceived = Intake.Messages,
        MessagesSent = Writer.MessagesSent,
        BytesReceived = Intake.Bytes,
        BytesSent = Writer.BytesSent,
        RoundTripTime = Liveness.RoundTripTime,
        Detail = query.WithDetail ? Details.Of(this, conversation, query.Topic, turn) : null,
    };
}
