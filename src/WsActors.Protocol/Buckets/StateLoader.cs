using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Buckets.Wire;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Replication.Wire;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Buckets;

/// <summary>Builds a bucket's state from the pages that <see cref="StatePages"/> has written.</summary>
/// <param name="topics">The state.</param>
internal sealed class StateLoader(BucketTopics topics)
{
    private readonly List<LoggedMessage> _messages = [];
    private TopicName? _name;
    private TopicPosition? _position;
    private UnloadedRange? _unloaded;
    private BucketTopic? _topic;

    /// <summary>Adds a page.</summary>
    /// <exception cref="FormatException">The page is not one of ours: nodes with another format are refused when they join.</exception>
    public void Load(StatePage page)
    {
        var reader = new WireReader(page.Payload);
        reader.Version(StatePages.Version);
        while (reader.Fault is null && !reader.IsAtEnd)
            LoadSection(reader);
        if (reader.Fault is { } fault)
            throw new FormatException($"a page of a bucket's state cannot be read: {fault}");
    }

    private void LoadSection(WireReader reader)
    {
        var part = (StatePart)reader.Byte();
        switch (part)
        {
            case StatePart.Requests: LoadRequests(reader); break;
            case StatePart.Topic: Begin(TopicWire.ReadTopic(reader)); break;
            case StatePart.Messages: LoadMessages(reader); break;
            case StatePart.Keys: LoadKeys(reader); break;
            case StatePart.Unloaded: _unloaded = TopicWire.ReadUnloaded(reader); break;
            default: reader.Fail($"a section is of kind {(int)part}, which this program does not know"); break;
        }
    }

    private void LoadRequests(WireReader reader)
    {
        foreach (var (origin, position) in reader.List(() => (new RequestOrigin(reader.Replica(), reader.Number(), 0), TopicWire.ReadPosition(reader))))
            topics.Requests.Add(origin, position);
    }

    // A topic whose last section did not come was forgotten meanwhile.
    private void Begin(TopicName name)
    {
        (_name, _position, _topic, _unloaded) = (name, null, null, null);
        _messages.Clear();
    }

    private void LoadMessages(WireReader reader)
    {
        var (position, isEnd, isOccupied) = (TopicWire.ReadPosition(reader), reader.Flag(), reader.Flag());
        var messages = reader.List(() => TopicWire.ReadMessage(reader).ToLogged(topics.Host.Now));
        if (reader.Fault is not null || _name is null)
            return;

        // The topic ended and began anew, or dropped its oldest messages, since the section before.
        if (_position?.Epoch != position.Epoch || (_messages.Count > 0 && messages.Count > 0 && messages[0].Offset != _messages[^1].Offset + 1))
            _messages.Clear();
        _position = position;
        _messages.AddRange(messages);
        if (!isEnd)
            return;

        _topic = topics.Add(_name, position, _messages, _unloaded);
        _topic.IsOccupied = isOccupied;
    }

    // Keys of messages that came after the topic's last section are in entries that follow.
    private void LoadKeys(WireReader reader)
    {
        reader.Flag();
        var keys = reader.List(() => (
            Key: reader.Text(), Publication: new KeyedPublication(reader.Number(), (uint)reader.Number()), At: KeptMessage.MomentOf(reader.Number(), topics.Host.Now)));
        foreach (var (key, publication, at) in keys)
            if (_topic is { } topic && publication.Offset <= topic.Log.Offset)
                topic.Remember(key, publication, at, topics.Host);
    }
}
