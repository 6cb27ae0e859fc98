using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Connections.Writing;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections.Conversations;

/// <summary>
/// Handles a connection's messages in one phase: a handshake, then a WebSocket, an event stream or a poll, then the close. It decides and
/// lets the components decide; the actor carries that out. Most hold no state, and one instance serves all connections.
/// </summary>
internal abstract class Conversation
{
    private protected Conversation()
    {
    }

    public abstract ConnectionPhase Phase { get; }

    public bool IsOpen => Phase == ConnectionPhase.Open;

    /// <summary>True if the application receives events of connections in this conversation.</summary>
    public virtual bool IsReported => true;

    /// <summary>False while what the peer sends has to stay in the socket, because something is being decided.</summary>
    public virtual bool IsReading(ServerSession session) => true;

    /// <summary>Begins the conversation; the response to the request is written.</summary>
    public virtual void Begin(AcceptedRequest accepted, in Talk talk, in Turn turn)
    {
    }

    /// <summary>Takes a message that is not for every phase the same.</summary>
    /// <returns>False if no connection in this phase is sent such a message.</returns>
    public abstract bool Take(object message, in Talk talk, in Turn turn);

    /// <summary>Takes publications of a topic.</summary>
    public virtual Written Deliver(Subscriber.Deliver deliver, in Talk talk) => Written.Fine;

    /// <summary>Takes what the session has read.</summary>
    /// <param name="happened">The event that the peer's bytes caused.</param>
    /// <param name="behind">The bytes behind it.</param>
    /// <param name="talk">The connection.</param>
    /// <param name="turn">The turn.</param>
    public virtual void On(in SessionEvent happened, ReadOnlySpan<byte> behind, in Talk talk, in Turn turn)
    {
    }

    /// <summary>
    /// Executes the next command of a message that holds several. A connection that has ended executes none, but reads on: the peer's close frame
    /// may follow.
    /// </summary>
    public virtual void Execute(RemainingCommands commands, in Talk talk, in Turn turn) => ReadBehind(commands, turn);

    /// <summary>Decides what is due. Called at the time that was asked for, or earlier.</summary>
    public abstract void CheckDeadlines(in Talk talk, in Turn turn);

    /// <summary>Decides what it means that the peer has ended its side of the stream.</summary>
    public virtual void OnPeerEnded(in Talk talk, in Turn turn)
    {
    }

    /// <summary>Gives up an unfinished request or message, because the node holds too many.</summary>
    public void GiveUpUnfinished(in Talk talk, in Turn turn)
    {
        turn.Environment.Telemetry.Inbound.Shed();
        EndUnfinished(talk, turn);
        talk.Parts.Unfinished.Release(turn);
    }

    /// <summary>Writes the end of the conversation.</summary>
    public virtual void Close(CloseCode code, string reason, in Talk talk)
    {
    }

    protected static void ReadBehind(RemainingCommands commands, in Turn turn)
    {
        if (commands.Pipelined.Length > 0)
            turn.Effects.ReadPipelined(commands.Pipelined);
    }

    protected virtual void EndUnfinished(in Talk talk, in Turn turn) => turn.Effects.End(Ending.UnfinishedShed);
}
