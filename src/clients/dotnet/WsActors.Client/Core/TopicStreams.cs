using WsActors.Client.Wire;

namespace WsActors.Client.Core;

/// <summary>The event streams that serve topics while WebSockets do not get through (rules 37 to 40).</summary>
internal sealed class TopicStreams(ClientCore core, CoreSettings settings)
{
    private readonly Dictionary<int, TopicStream> _streams = [];
    private int _lastId;

    /// <summary>Opens the topics' streams if they are needed: one to see if streams get through, and then the others.</summary>
    public void Open()
    {
        if (!core.Attempts.NeedStreams || core.Welcome is not null)
            return;
        foreach (var topic in core.Topics.All)
        {
            if (topic.Stream is null && (core.IsStreaming || _streams.Count == 0))
                Open(topic);
        }
    }

    public void Remove(int id) => _streams.Remove(id);

    public void OnBytes(int id, ReadOnlySpan<byte> bytes)
    {
        if (_streams.TryGetValue(id, out var stream))
            stream.OnBytes(bytes);
    }

    /// <summary>Learns that a request was answered with another status than 200.</summary>
    public void OnRefused(int id, string body, long? retryAfterMs)
    {
        if (!_streams.TryGetValue(id, out var stream))
            return;
        stream.ReturnAfter = retryAfterMs;
        if (RefusalLine.Parse(body) is { Status: 400 or 403 or 404 } refusal)
        {
            stream.Topic.End(new WsActorsException(refusal.Name, refusal.Reason));
            Open();
        }
        else
        {
            End(stream);
        }
    }

    /// <summary>Learns that a stream has ended.</summary>
    public void OnClosed(int id)
    {
        if (_streams.TryGetValue(id, out var stream))
            End(stream);
    }

    public void End(TopicStream stream)
    {
        stream.Topic.Down();
        core.Attempts.OnStreamEnd(stream.WasStable, stream.ReturnAfter);
    }

    private void Open(TopicState topic)
    {
        var stream = new TopicStream(core, topic, ++_lastId, settings.MaxMessageBytes);
        _streams.Add(_lastId, stream);
        topic.Begin(stream);
        stream.Start(AddressOf(topic));
    }

    private Uri AddressOf(TopicState topic)
    {
        var scheme = settings.Address.Scheme is "wss" or "https" ? "https" : "http";
        var address = new UriBuilder(new Uri(settings.Address, $"topics/{Uri.EscapeDataString(topic.Name)}")) { Scheme = scheme };
        address.Query = "format=json" + (topic.At is { } at ? $"&since={Uri.EscapeDataString(at.ToString())}" : "");
        return address.Uri;
    }
}
