using System.Text;
using WsActors.Client.Wire;

namespace WsActors.Client.Core;

/// <summary>The one subscription of a topic that its readers share (rule 16).</summary>
internal sealed class TopicState(ClientCore core, string name) : IAnswered
{
    private readonly List<ITopicReader> _readers = [];
    private readonly CoreTimer _retry = new(core.Timers);
    private int _refusals;

    // The id of the latest subscription on this connection; 0: there is none. Events that belong to an earlier one are ignored.
    private long _request;

    public string Name => name;

    /// <summary>The position of the last event received (rule 18).</summary>
    public Position? At { get; private set; }

    /// <summary>True if the server has confirmed the subscription.</summary>
    public bool IsLive { get; private set; }

    /// <summary>The event stream, in place of a subscription.</summary>
    public TopicStream? Stream { get; private set; }

    public void Add(ITopicReader reader)
    {
        _readers.Add(reader);
        if (reader.Received is { } since && !(At is { } at && since.Epoch == at.Epoch && since.Offset >= at.Offset))
        {
            At = since;
            if (_request != 0)
            {
                Start();
                return;
            }
        }
        else
        {
            reader.StartAt(At);
            if (IsLive)
            {
                reader.OnState(SubscriptionState.Live);
                reader.OnSubscribed();
            }
        }

        if (_readers.Count == 1)
            Start();
    }

    public void Remove(ITopicReader reader)
    {
        if (!_readers.Remove(reader) || _readers.Count > 0)
            return;
        core.Topics.Remove(this);
        Unsubscribe();
        Down();
    }

    /// <summary>Subscribes from the current position; again, if it is subscribed already.</summary>
    public void Start()
    {
        Unsubscribe();
        Down();
        if (core.Welcome is not null)
        {
            _request = core.Requests.Ask(RequestText.Subscribe(name, At), this);
        }
        else
        {
            core.Attempts.Wake();
            core.Streams.Open();
        }
    }

    /// <summary>Lets a stream take the place of a subscription.</summary>
    public void Begin(TopicStream stream) => (Stream, _request) = (stream, stream.Request);

    /// <summary>Learns that the connection is gone, or is not used for this topic any more.</summary>
    public void Down()
    {
        _retry.Cancel();
        Stream?.Close();
        (Stream, IsLive, _request) = (null, false, 0);
        foreach (var reader in _readers)
            reader.OnState(SubscriptionState.Pending);
    }

    public void End(WsActorsException? error)
    {
        core.Topics.Remove(this);
        ITopicReader[] readers = [.. _readers];
        // Empty, so that a reader that is closed later leaves a new topic of this name alone.
        _readers.Clear();
        Down();
        foreach (var reader in readers)
            reader.OnEnd(error);
    }

    public void On(in ServerMessage message)
    {
        if (message.Kind == ServerMessageKind.Subscribed && message.Id != 0)
        {
            // The answer to a request that has been replaced confirms nothing.
            if (message.Id != _request)
                return;
            (IsLive, _refusals) = (true, 0);
        }

        // Until then, events are what is left of an earlier subscription.
        if (!IsLive)
            return;
        switch (message.Kind)
        {
            case ServerMessageKind.Message: OnMessage(message); break;
            case ServerMessageKind.Gap: OnGap(message.GapOf(name)); break;
            case ServerMessageKind.Subscribed: OnSubscribed(message); break;
            case ServerMessageKind.Unsubscribed: OnUnsubscribed(Encoding.UTF8.GetString(message.Reason)); break;
            case ServerMessageKind.Joined or ServerMessageKind.Left or ServerMessageKind.Presence: OnPresence(message); break;
            default: break;
        }
    }

    /// <summary>Takes the answer to a subscription.</summary>
    void IAnswered.OnAnswer(in ServerMessage answer)
    {
        if (answer.Kind == ServerMessageKind.Error && answer.Id == _request)
            OnRefused(answer.Error);
    }

    void IAnswered.OnLost()
    {
    }

    private void OnMessage(in ServerMessage message)
    {
        var at = At!.Value;
        at = at with { Offset = message.HasOffset ? message.Offset : at.Offset + 1 };
        At = at;
        // A reader does not end while it takes a message, so the list stays as it is.
        foreach (var reader in _readers)
            reader.OnMessage(message, at);
    }

    private void OnGap(Gap gap)
    {
        var at = At!.Value with { Offset = gap.To };
        At = at;
        foreach (var reader in _readers)
            reader.OnGap(gap, at);
    }

    private void OnSubscribed(in ServerMessage message)
    {
        var at = message.Position;
        At = at;
        foreach (var reader in _readers)
        {
            reader.StartAt(at);
            if (reader.Received!.Value.Epoch != at.Epoch && message.Recovered != false)
                reader.OnGap(new Gap(name, 1, at.Offset, Gap.EpochChanged), at);
            reader.OnState(SubscriptionState.Live);
        }

        foreach (var reader in _readers)
            reader.OnSubscribed();
    }

    private void OnPresence(in ServerMessage message)
    {
        foreach (var reader in _readers)
            reader.OnPresence(message);
    }

    private void OnUnsubscribed(string reason) =>
        OnRefused(new WsActorsException(reason, $"The server ended the subscription to {name}: {reason}."));

    private void OnRefused(WsActorsException error)
    {
        if (error.Code == "already_subscribed")
        {
            // The server made the subscription, without our position (rule 27).
            Start();
        }
        else if (error.IsRetryable)
        {
            Down();
            _retry.Set(core.Attempts.Jitter(_refusals++), Start);
        }
        else
        {
            End(error);
        }
    }

    // Unsubscribes, if there is a subscription.
    private void Unsubscribe()
    {
        if (_request != 0 && Stream is null)
            core.Requests.Ask(RequestText.Unsubscribe(name));
    }
}
