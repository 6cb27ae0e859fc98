using System.Diagnostics.CodeAnalysis;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Subscribing;

/// <summary>
/// The subscriptions of one connection that no topic has answered yet. A few are on their way to the topics at once and the
/// others wait here, so that one client with a thousand new names does not delay everybody else's publications. What waits is
/// bounded by the connection's limit of subscriptions.
/// </summary>
internal sealed class PendingSubscriptions
{
    private readonly List<TopicRequest.Subscribe> _waiting = [];
    private List<ConnectionMessage.SubscribeTo>? _deferred;
    private int _underWay;

    public bool IsEmpty => _underWay == 0 && _waiting.Count == 0 && _deferred is not { Count: > 0 };

    /// <summary>The number of requests that wait for their turn.</summary>
    public int Waiting => _waiting.Count;

    public void Add(TopicRequest.Subscribe request) => _waiting.Add(request);

    public bool Waits(TopicRequest.Subscribe request) => _waiting.Contains(request);

    /// <summary>Removes a request that is no longer wanted, if it still waits.</summary>
    public void Remove(TopicRequest.Subscribe request) => _waiting.Remove(request);

    /// <summary>Takes the next request that may be sent to its topic, unless <paramref name="limit"/> are on their way.</summary>
    public bool TryTake(int limit, [NotNullWhen(true)] out TopicRequest.Subscribe? request)
    {
        request = _underWay < limit && _waiting.Count > 0 ? _waiting[0] : null;
        if (request is null)
            return false;

        _waiting.RemoveAt(0);
        _underWay++;
        return true;
    }

    /// <summary>One of those on their way is answered.</summary>
    public void Answered() => _underWay = Math.Max(0, _underWay - 1);

    /// <summary>Keeps a command of the server until the request for the same topic is answered.</summary>
    public void Defer(ConnectionMessage.SubscribeTo command) => (_deferred ??= []).Add(command);

    /// <summary>Takes out the commands that wait for this topic, or all of them if none is named.</summary>
    public IReadOnlyList<ConnectionMessage.SubscribeTo> TakeDeferred(TopicName? topic = null)
    {
        var taken = _deferred?.FindAll(command => topic is null || command.Topic == topic) ?? [];
        _deferred?.RemoveAll(taken.Contains);
        return taken;
    }
}
