using WsActors.Actors.Access;
using WsActors.Actors.Connections.Subscribing;
using WsActors.Actors.Connections.Turns;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Limits;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>Hands the client's commands to the components that carry them out.</summary>
internal static class Commands
{
    private const string AlreadyConnected = "this connection has its credentials already: refresh its token, or reconnect";

    /// <summary>Counts a message and reads its commands.</summary>
    public static ClientCommands Read(in SessionEvent message, in Talk talk, in Turn turn)
    {
        talk.Parts.Intake.CountMessage();
        talk.Parts.Unfinished.Ended();
        talk.Parts.Liveness.Active(turn.Now);
        turn.Environment.Telemetry.Traffic.MessageReceived();
        turn.Environment.Telemetry.Sample.Passed(turn.Id, messages: 1, bytes: 0);
        var commands = default(ClientCommands);
        talk.Writer.Encoding.Protocol.Read(message.Message, message.Payload, ref commands);
        return commands;
    }

    /// <summary>Executes a command that the client may send now. One that comes too soon is refused or ends the connection.</summary>
    /// <param name="command">The command.</param>
    /// <param name="message">The message that it came in; an echo sends it back.</param>
    /// <param name="inflatedBytes">The bytes of inflating its message; 0 if it was not compressed, or if an earlier command was charged for it.</param>
    /// <param name="talk">The connection.</param>
    /// <param name="turn">The turn.</param>
    public static void Take(ClientCommand command, ReadOnlySpan<byte> message, long inflatedBytes, in Talk talk, in Turn turn)
    {
        if (IsWithinRate(command, inflatedBytes, talk, turn))
            Execute(command, message, talk, turn);
    }

    private static bool IsWithinRate(ClientCommand command, long inflatedBytes, in Talk talk, in Turn turn)
    {
        if (turn.Identity.IsBackEnd)
            return IsWithinQuota(command, turn);

        // A batch counts as many commands as it has messages.
        var commands = Math.Max(1, PublicationsIn(command));
        switch (talk.Parts.Rates.ChargeMessage(turn.Identity, turn.Environment, commands, inflatedBytes, out var refusal))
        {
            case RateLimitResult.Within:
                return true;
            case RateLimitResult.Over:
                turn.Environment.Telemetry.Commands.Refused();
                turn.Effects.Fail(command.Request, ErrorCode.RateLimited, refusal!);
                return false;
            default:
                turn.Effects.End(Ending.Flooding);
                return false;
        }
    }

    private static int PublicationsIn(ClientCommand command) => command switch
    {
        ClientCommand.Publish => 1,
        ClientCommand.PublishBatch batch => batch.Messages.Count,
        _ => 0,
    };

    // The key's quota counts nothing but publications, over HTTP and WebSockets together. A back end above it is refused and stays connected.
    private static bool IsWithinQuota(ClientCommand command, in Turn turn)
    {
        var count = PublicationsIn(command);
        var quota = turn.Environment.Access!.Quota;
        if (count == 0 || quota.TryTake(turn.Identity.ApiKey, count, out var wait))
            return true;

        turn.Environment.Telemetry.Commands.Refused();
        turn.Effects.Fail(
            command.Request, ErrorCode.RateLimited, $"the key exceeds {quota.PerSecond} publications per second: try again in {(long)Math.Ceiling(wait.TotalMilliseconds)} ms");
        return false;
    }

    private static void Execute(ClientCommand command, ReadOnlySpan<byte> message, in Talk talk, in Turn turn)
    {
        ref var subscriptions = ref talk.Parts.Subscriptions;
        switch (command)
        {
            case ClientCommand.Subscribe subscribe: subscriptions.SubscribeByClient(subscribe, turn); break;
            case ClientCommand.Unsubscribe unsubscribe: Unsubscribing.ByClient(unsubscribe, ref subscriptions, turn); break;
            case ClientCommand.Publish publish: talk.Parts.Publications.Publish(publish, subscriptions.Only, turn); break;
            case ClientCommand.PublishBatch batch: talk.Parts.Publications.Publish(batch, turn); break;
            case ClientCommand.History history: Expect(TopicQueries.AskHistory(history, subscriptions, turn), talk, turn); break;
            case ClientCommand.Presence presence: Expect(TopicQueries.AskMembers(presence, subscriptions, turn), talk, turn); break;
            case ClientCommand.Connect connect: turn.Effects.Fail(connect.Id, ErrorCode.AlreadyConnected, AlreadyConnected); break;
            case ClientCommand.Refresh refresh: Refresh(refresh, turn); break;
            case ClientCommand.Echo echo: talk.Writer.SendBack(talk.Writer.Encoding.Carrier.Frame(echo.Kind, message), talk.Outlet); break;
            case ClientCommand.Ping ping: turn.Effects.Answer(new ServerEvent.Pong(ping.Id)); break;
            case ClientCommand.Invalid invalid: turn.Effects.Fail(invalid.Id, invalid.Code, invalid.Message); break;
        }
    }

    // A query that was refused at once has no answer to wait for.
    private static void Expect(bool isAsked, in Talk talk, in Turn turn)
    {
        if (isAsked)
            talk.Parts.Publications.Expect(turn);
    }

    private static void Refresh(ClientCommand.Refresh command, in Turn turn)
    {
        if (turn.Identity.IsBackEnd)
            turn.Effects.Fail(command.Id, ErrorCode.InvalidToken, "a back end keeps its API key: reconnect with another credential");
        else if (turn.Environment.Access is { } access)
            access.Refresh(new RefreshRequest(turn.Self, command.Id, command.Token));
        else
            turn.Effects.Fail(command.Id, ErrorCode.InvalidToken, "no tokens are taken here");
    }
}
