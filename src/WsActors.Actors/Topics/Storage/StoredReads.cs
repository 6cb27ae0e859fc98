using Akka.Actor;

namespace WsActors.Actors.Topics.Storage;

/// <summary>
/// Questions of a topic that only the disk can answer. One read is on its way at a time, so that many readers that return
/// together do not hold a page each, and all that ask for the same page share it.
/// </summary>
internal sealed class StoredReads
{
    private readonly Queue<Question> _waiting = [];
    private List<Question> _asked = [];

    /// <summary>The request that is on its way; null where there is none.</summary>
    public StorageRequest.ReadPage? UnderWay { get; private set; }

    public bool IsEmpty => UnderWay is null && _waiting.Count == 0;

    public void Add(Question question) => _waiting.Enqueue(question);

    /// <summary>The next request, if none is on its way and somebody waits for one.</summary>
    public StorageRequest.ReadPage? Next(Func<Question, StorageRequest.ReadPage> request)
    {
        if (UnderWay is not null || _waiting.Count == 0)
            return null;

        var first = _waiting.Peek();
        _asked = [.. _waiting.Where(question => question.IsLike(first))];
        var others = _waiting.Where(question => !question.IsLike(first)).ToArray();
        _waiting.Clear();
        foreach (var other in others)
            _waiting.Enqueue(other);
        return UnderWay = request(first);
    }

    /// <summary>The answer has come: those who wait for it.</summary>
    public IReadOnlyList<Question> Done()
    {
        UnderWay = null;
        return _asked;
    }

    /// <summary>Everybody who waits, when the topic ends.</summary>
    public IEnumerable<Question> All() => UnderWay is null ? _waiting : _asked.Concat(_waiting);

    /// <param name="Query">What was asked: <see cref="TopicActor.CatchUp"/> or <see cref="TopicsActor.GetHistory"/>.</param>
    /// <param name="Asker">Who asked.</param>
    /// <param name="After">The offset behind which the page begins.</param>
    /// <param name="MaxMessages">At most so many messages.</param>
    /// <param name="MaxBytes">And so many bytes.</param>
    public sealed record Question(object Query, IActorRef Asker, long After, int MaxMessages, long MaxBytes)
    {
        public bool IsLike(Question other) => (After, MaxMessages, MaxBytes) == (other.After, other.MaxMessages, other.MaxBytes);
    }
}
