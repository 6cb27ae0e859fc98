using Akka.Actor;
using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Topics.Storage;

/// <summary>
/// Questions of a topic that only the disk can answer. One read is on its way at a time, so that many readers that return
/// together do not hold a page each, and all that ask for the same page share it.
/// </summary>
internal sealed class StoredReads
{
    private readonly Queue<Page> _order = [];
    private readonly Dictionary<Page, List<Question>> _waiting = [];
    private IReadOnlyList<Question> _asked = [];

    /// <summary>The request that is on its way; null where there is none.</summary>
    public StorageRequest.ReadPage? UnderWay { get; private set; }

    public bool IsEmpty => UnderWay is null && _order.Count == 0;

    /// <summary>Has a question wait, with those for the same page.</summary>
    public void Add(Page page, Question question)
    {
        if (_waiting.TryGetValue(page, out var others))
        {
            others.Add(question);
            return;
        }

        _order.Enqueue(page);
        _waiting.Add(page, [question]);
    }

    /// <summary>Makes the next request, if none is on its way and somebody waits for one.</summary>
    public StorageRequest.ReadPage? Next(Func<Page, StorageRequest.ReadPage> request)
    {
        if (UnderWay is not null || !_order.TryDequeue(out var page))
            return null;

        _waiting.Remove(page, out var asked);
        _asked = asked!;
        return UnderWay = request(page);
    }

    /// <summary>The answer has come: those who wait for it.</summary>
    public IReadOnlyList<Question> Done()
    {
        UnderWay = null;
        return _asked;
    }

    /// <summary>Everybody who waits, when the topic ends.</summary>
    public IEnumerable<Question> All() => (UnderWay is null ? [] : _asked).Concat(_waiting.Values.SelectMany(questions => questions));

    /// <param name="After">The offset behind which the page begins.</param>
    /// <param name="MaxMessages">At most so many messages.</param>
    /// <param name="MaxBytes">And so many bytes.</param>
    public readonly record struct Page(long After, int MaxMessages, long MaxBytes);

    /// <param name="Query">What was asked: <see cref="TopicActor.CatchUp"/> or <see cref="TopicRequest.GetHistory"/>.</param>
    /// <param name="Asker">Who asked.</param>
    public readonly record struct Question(object Query, IActorRef Asker);
}
