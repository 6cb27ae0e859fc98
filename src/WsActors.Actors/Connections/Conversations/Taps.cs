using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Tapping;
using WsActors.Protocol.Tapping;
using WsActors.Protocol.WebSocket.Tapping;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>Begins and ends taps of a WebSocket, by putting a transport that shows what passes before its own.</summary>
internal static class Taps
{
    /// <summary>Begins a tap. Nothing is under way between two messages: the session has all bytes that were received, and each send holds whole frames.</summary>
    public static void Start(ConnectionMessage.StartTap start, in Talk talk, in Turn turn)
    {
        // The response to the handshake, which is no frame, still waits; or the reader has left, and sends no other message to end the tap.
        if (talk.Writer.BytesSent == 0 || start.Tap.IsOver)
        {
            turn.Effects.Tell(start.ReplyTo, ConnectionMessage.Refused.NotOpen);
            return;
        }

        var filter = start.Tap.Filter;
        var kept = FrameViewer.BytesToKeep(filter.PayloadBytes, needsTopics: filter.Topic is not null);
        start.Tap.Begin(ViewerOf(filter, talk));
        talk.Use(new TappedTransport(talk.Transport, start.Tap, talk.Session.TapClient(kept), new FrameTap(kept), talk.Environment.Clock));
        turn.Effects.Tell(start.ReplyTo, new ConnectionMessage.Tapped(turn.Id, turn.Identity.User, talk.Writer.Encoding.Protocol.Name));
    }

    public static void End(Tap tap, in Talk talk) => talk.Use(TappedTransport.Without(talk.Transport, tap));

    /// <summary>Tells the taps of a connection how it ends.</summary>
    public static void Note(Ending ending, in Talk talk) =>
        TappedTransport.Note(talk.Transport, ending, static ending => new TapEnd(ending.Outcome, ending.Code, ending.Refusal?.Message ?? ending.Reason));

    private static FrameViewer ViewerOf(TapFilter filter, in Talk talk)
    {
        var rules = talk.Environment.Rules;
        return new FrameViewer
        {
            Protocol = talk.Writer.Encoding.Protocol,
            OnlyTopic = talk.Parts.Subscriptions.Only?.Value,
            ClientKeepsContext = talk.Session.ClientKeepsContext,
            ServerKeepsContext = talk.Writer.HasOwnCompression,
            PayloadBytes = filter.PayloadBytes,
            RedactsAny = () => rules.RedactAny,
            Redacts = topic => rules.For(topic).Redact,
        };
    }
}
