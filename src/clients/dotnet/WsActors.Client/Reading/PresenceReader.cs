using System.Text.Json;
using System.Threading.Channels;
using WsActors.Client.Core;
using WsActors.Client.Wire;

namespace WsActors.Client.Reading;

/// <summary>The members of a topic, kept up to date (rules 35 and 36).</summary>
internal sealed class PresenceReader(ClientCore core, string topic) : ITopicReader
{
    // As many as one answer can hold. Topics with more members are not told who joins and leaves anyway.
    private const int Limit = 1000;

    // In the order in which they came.
    private readonly OrderedDictionary<string, PresenceMember> _members = new(StringComparer.Ordinal);
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // Who joined (a member) or left (null) since the list was requested; null if none is under way.
    private Dictionary<string, PresenceMember?>? _changes;
    private int _total;
    private bool _isComplete;
    private ListRequest? _request;

    public Position? Received { get; private set; }

    /// <summary>The members now.</summary>
    public PresenceSnapshot Snapshot => new([.. _members.Values], _total, _isComplete);

    public ChannelReader<bool> Changed => _changed.Reader;

    public void StartAt(Position? position) => Received ??= position;

    public void OnState(SubscriptionState state)
    {
    }

    public void OnMessage(in ServerMessage message, Position at) => Received = at;

    public void OnGap(Gap gap, Position at) => Received = at;

    public void OnEnd(WsActorsException? error) => _changed.Writer.TryComplete(error);

    public void OnSubscribed()
    {
        if (core.Welcome is null)
            return;
        _changes = new Dictionary<string, PresenceMember?>(StringComparer.Ordinal);
        _request = new ListRequest(this);
        core.Requests.Ask(RequestText.Presence(topic, Limit), _request);
    }

    public void OnPresence(in ServerMessage message)
    {
        if (message.Kind == ServerMessageKind.Presence)
        {
            Replace(message, isComplete: !message.Presence.Members.IsEmpty);
        }
        else if (JsonSerializer.Deserialize(message.Presence.Member, WireJson.Default.PresenceMember) is PresenceMember member)
        {
            PresenceMember? change = message.Kind == ServerMessageKind.Joined ? member : null;
            if (_changes is not null)
                _changes[member.Key] = change;
            Set(member.Key, change);
        }

        Tell();
    }

    private void OnList(in ServerMessage answer)
    {
        var changes = _changes!;
        _changes = null;
        if (answer.Kind == ServerMessageKind.Error)
        {
            // For example no_presence: there will be no list.
            OnEnd(answer.Error);
            return;
        }

        Replace(answer, isComplete: !answer.Presence.HasCursor);
        foreach (var (key, member) in changes)
            Set(key, member);
        Tell();
    }

    private void Replace(in ServerMessage message, bool isComplete)
    {
        _members.Clear();
        PresenceMember[] members = message.Presence.Members.IsEmpty ? [] : JsonSerializer.Deserialize(message.Presence.Members, WireJson.Default.PresenceMemberArray) ?? [];
        foreach (PresenceMember member in members)
            _members[member.Key] = member;
        (_total, _isComplete) = (message.Presence.Total, isComplete);
    }

    private void Set(string key, PresenceMember? member)
    {
        if (member is null)
            _members.Remove(key);
        else
            _members[key] = member;
        if (_isComplete)
            _total = _members.Count;
    }

    private void Tell() => _changed.Writer.TryWrite(true);

    /// <summary>One request for the list. The answer to an earlier one is ignored.</summary>
    private sealed class ListRequest(PresenceReader reader) : IAnswered
    {
        public void OnAnswer(in ServerMessage answer)
        {
            if (reader._request == this)
                reader.OnList(answer);
        }

        public void OnLost()
        {
        }
    }
}
