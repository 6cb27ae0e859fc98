using System.Net;
using System.Security.Authentication;
using Akka.Event;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Model;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>Records that connections open and end: for the metrics, the log and the application.</summary>
internal static class ConnectionEvents
{
    /// <summary>Records that a client has come in.</summary>
    public static void RecordAccepted(Conversation conversation, in Talk talk, in Turn turn)
    {
        var telemetry = turn.Environment.Telemetry;
        telemetry.Handshakes.Ended("accepted", turn.Now - talk.Parts.Liveness.AcceptedAt);
        telemetry.Connections.Stayed(ConnectionPhase.Handshaking, turn.Now - talk.Parts.Liveness.AcceptedAt);
        if (talk.Transport.Security != SslProtocols.None)
            telemetry.Tls.Opened(talk.Transport.Security);
        if (turn.Identity.IsBackEnd)
            turn.Effects.Tell(turn.Parent, new ConnectionReport.BackEndCameIn(turn.Id, turn.Identity.ApiKey));
        if (turn.Environment.Faults is not null)
            turn.Effects.Tell(turn.Self, ConnectionMessage.UseFaults.Instance);
        if (IsReported(conversation, turn))
            turn.Environment.Backend.Tell(new BackendEvent.Connected(turn.Id, turn.Identity.User, ClientOf(talk)));
    }

    /// <summary>Records the first ending of a connection.</summary>
    /// <param name="conversation">The conversation that ends.</param>
    /// <param name="ending">The ending.</param>
    /// <param name="talk">The connection.</param>
    /// <param name="turn">The turn.</param>
    public static void RecordEnding(Conversation conversation, Ending ending, in Talk talk, in Turn turn)
    {
        var environment = turn.Environment;
        Remains.Leave(ending, talk, turn);
        Taps.Note(ending, talk);
        RecordStay(conversation, talk, turn);
        if (ending.ClosedBy == ClosingSide.Server)
            environment.Telemetry.Closes.ByServer(ending.Code!);
        else if (ending.ClosedBy == ClosingSide.Client)
            environment.Telemetry.Closes.ByClient(ending.Code!);
        if (ending.Goodbye is { } goodbye)
            environment.Telemetry.Drain.SaidGoodbye(goodbye.Reason);
        if (ending.HandshakeOutcome is { } outcome)
            environment.Telemetry.Handshakes.Ended(outcome, turn.Now - talk.Parts.Liveness.AcceptedAt);
        if (environment.Log.IsDebugEnabled && ending.Description is { Length: > 0 } description)
            environment.Log.Debug("Connection {Connection} from {Client}: {Description}", turn.Id, ClientOf(talk), description);
        RecordDisconnected(conversation, ending.Code ?? CloseCode.Abnormal, talk, turn);
    }

    /// <summary>Records that a connection stops without an ending: by a fault of ours, or with the whole node.</summary>
    public static void RecordStopped(Conversation conversation, in Talk talk, in Turn turn)
    {
        Remains.Leave(Ending.Stopped, talk, turn);
        Taps.Note(Ending.Stopped, talk);
        RecordStay(conversation, talk, turn);
        RecordDisconnected(conversation, CloseCode.Abnormal, talk, turn);
    }

    // A connection whose handshake never began was in no state.
    private static void RecordStay(Conversation conversation, in Talk talk, in Turn turn)
    {
        if (conversation != Handshake.Unbegun)
            turn.Environment.Telemetry.Connections.Stayed(conversation.Phase, turn.Now - talk.Parts.Liveness.AcceptedAt);
    }

    /// <summary>Records the end of a connection for the application.</summary>
    private static void RecordDisconnected(Conversation conversation, CloseCode code, in Talk talk, in Turn turn)
    {
        if (IsReported(conversation, turn))
            turn.Environment.Backend.Tell(
                new BackendEvent.Disconnected(turn.Id, turn.Identity.User, code, turn.Now - talk.Parts.Liveness.AcceptedAt));
    }

    private static bool IsReported(Conversation conversation, in Turn turn) =>
        conversation.IsReported && turn.Identity.IsClient && turn.Environment.Backend.WantsConnectionEvents;

    private static EndPoint? ClientOf(in Talk talk) => talk.Parts.Client ?? talk.Transport.RemoteEndPoint;
}
