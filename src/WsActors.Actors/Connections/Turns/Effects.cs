using Akka.Actor;
using WsActors.Actors.Backend;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Turns;

/// <summary>
/// Collects what the components of a connection decide within a turn. <see cref="ConnectionActor"/> carries it out, in order, when
/// the component has finished. A turn never leaves its thread, so there is one instance per thread and collecting allocates nothing.
/// </summary>
internal sealed class Effects
{
    [ThreadStatic]
    private static Effects? _ofThread;

    private readonly List<Effect> _list = [];
    private int _taken;

    public static Effects OfThread => _ofThread ??= new Effects();

    /// <summary>Takes the next effect. Carrying one out may add others; they come last.</summary>
    public bool TryTake(out Effect effect)
    {
        var isThere = _taken < _list.Count;
        effect = isThere ? _list[_taken++] : default;
        if (!isThere)
            Clear();
        return isThere;
    }

    /// <summary>
    /// Sends an event in its place among the topics' messages: an event about a topic would be wrong ahead of messages that wait,
    /// and nothing follows a goodbye.
    /// </summary>
    public void Say(ServerEvent serverEvent) => Add(EffectKind.Say, serverEvent);

    /// <summary>Answers a request ahead of the messages that wait: nothing in it depends on having seen them.</summary>
    public void Answer(ServerEvent answer) => Add(EffectKind.Answer, answer);

    /// <summary>Reports an error to the client. A protocol that cannot express errors closes the connection instead.</summary>
    public void Fail(RequestId? request, string code, string message) =>
        Add(EffectKind.Fail, new ServerEvent.Error(request, code, message));

    /// <summary>Sends a page of history. It was asked for because there was room, so it is not measured against the bound again.</summary>
    public void Replay(IReadOnlyList<byte[]> frames) => Add(EffectKind.Replay, frames);

    /// <summary>Sends finished frames about who joined and left.</summary>
    public void Announce(Subscriber.Announced announced) => Add(EffectKind.Announce, announced);

    public void Tell(IActorRef to, object message) => _list.Add(new Effect(EffectKind.Tell, message, to));

    /// <summary>Asks the application; its answer comes as a message.</summary>
    public void Authorize(AuthorizationRequest request) => Add(EffectKind.Authorize, request);

    /// <summary>Delivers what waits of a topic as it is, apart from a later subscription.</summary>
    public void Detach(TopicName topic) => Add(EffectKind.Detach, topic);

    public void WakeAt(TimeSpan when) => _list.Add(new Effect(EffectKind.WakeAt, null, When: when));

    /// <summary>Executes the next command of a message that holds several, once everything decided so far is carried out.</summary>
    public void Execute(RemainingCommands commands) => Add(EffectKind.Execute, commands);

    /// <summary>Records dropped messages for an operator who asks later.</summary>
    public void RecordDrops(TopicDrops drops) => Add(EffectKind.RecordDrops, drops);

    /// <summary>Lets another conversation handle the connection, unless it has begun to close in this turn.</summary>
    /// <param name="conversation">The conversation, which stands for the same phase.</param>
    public void TakeOver(object conversation) => Add(EffectKind.TakeOver, conversation);

    public void End(Ending ending) => Add(EffectKind.End, ending);

    /// <summary>Lets the client in.</summary>
    public void Accept(AcceptedRequest accepted) => Add(EffectKind.Accept, accepted);

    /// <summary>Reads the bytes that waited for the request to be decided.</summary>
    public void ReadPipelined(byte[] bytes) => Add(EffectKind.ReadPipelined, bytes);

    /// <summary>Begins a turn: forgets what one that failed on this thread has left behind.</summary>
    public void Begin()
    {
        if (_list.Count > 0)
            Clear();
        Replies.Begin();
    }

    private void Clear()
    {
        _list.Clear();
        _taken = 0;
    }

    private void Add(EffectKind kind, object subject) => _list.Add(new Effect(kind, subject));
}
