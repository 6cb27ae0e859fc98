using System.Text;
using WsActors.Client.Wire;

namespace WsActors.Client.Core;

/// <summary>The topics that have readers.</summary>
internal sealed class TopicTable
{
    // A name has at most 255 bytes (docs/admin-api.md).
    private const int MaxNameBytes = 255;

    private readonly ClientCore _core;
    private readonly Dictionary<string, TopicState> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TopicState>.AlternateLookup<ReadOnlySpan<char>> _byName;

    public TopicTable(ClientCore core)
    {
        _core = core;
        _byName = _topics.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public bool IsEmpty => _topics.Count == 0;

    public bool AnyLive => _topics.Values.Any(topic => topic.IsLive);

    /// <summary>A copy, since topics may go while one of them is told something.</summary>
    public IReadOnlyList<TopicState> All => [.. _topics.Values];

    public TopicState Add(string name, ITopicReader reader)
    {
        if (!_topics.TryGetValue(name, out var topic))
            _topics.Add(name, topic = new TopicState(_core, name));
        topic.Add(reader);
        return topic;
    }

    public void Remove(TopicState topic)
    {
        if (_topics.GetValueOrDefault(topic.Name) == topic)
            _topics.Remove(topic.Name);
    }

    /// <summary>Passes a message to its topic; without a copy of the name.</summary>
    public void On(in ServerMessage message)
    {
        if (message.Topic.Length is 0 or > MaxNameBytes)
            return;
        Span<char> name = stackalloc char[MaxNameBytes];
        var length = Encoding.UTF8.GetChars(message.Topic, name);
        if (_byName.TryGetValue(name[..length], out var topic))
            topic.On(message);
    }

    public void Start()
    {
        foreach (var topic in All)
            topic.Start();
    }

    public void Down()
    {
        foreach (var topic in All)
            topic.Down();
    }

    public void End(WsActorsException? error)
    {
        foreach (var topic in All)
            topic.End(error);
    }
}
