using System.Net;
using System.Security.Authentication;
using Akka.Event;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Turns;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>Records that connections open and end: for the metrics, the log and the application.</summary>
internal static class ConnectionEvents
{
    public static void RecordAccepted(Conversation conversation, in Talk talk, in Turn turn)
    {
        var telemetry = turn.Environment.Telemetry;
        telemetry.Handshakes.Ended("accepted", turn.Now - talk.Parts.Liveness.AcceptedAt);
        if (talk.Transport.Security != SslProtocols.None)
            telemetry.Tls.Opened(talk.Transport.Security);
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
        if (ending.ClosedBy == ClosingSide.Server)
            environment.Telemetry.Closes.ByServer(ending.Code!);
        else if (ending.ClosedBy == ClosingSide.Client)
            environment.Telemetry.Closes.ByClient(ending.Code!);
        if (ending.HandshakeOutcome is { } outcome)
            environment.Telemetry.Handshakes.Ended(outcome, turn.Now - talk.Parts.Liveness.AcceptedAt);
        if (environment.Log.IsDebugEnabled && ending.Description is { Length: > 0 } description)
            environment.Log.Debug("Connection {0} from {1}: {2}", turn.Id, ClientOf(talk), description);
        RecordDisconnected(conversation, ending.Code ?? CloseCode.Abnormal, talk, turn);
    }

    /// <summary>Records the end of a connection for the application.</summary>
    public static void RecordDisconnected(Conversation conversation, CloseCode code, in Talk talk, in Turn turn)
    {
        if (IsReported(conversation, turn))
            turn.Environment.Backend.Tell(
                new BackendEvent.Disconnected(turn.Id, turn.Identity.User, code, turn.Now - talk.Parts.Liveness.AcceptedAt));
    }

    private static bool IsReported(Conversation conversation, in Turn turn) =>
        conversation.IsReported && !turn.Identity.IsBackEnd && turn.Environment.Backend.WantsConnectionEvents;

    private static EndPoint? ClientOf(in Talk talk) => talk.Parts.Client ?? talk.Transport.RemoteEndPoint;
}
