using System.Buffers.Text;
using System.Diagnostics;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Clients;

namespace WsActors.LoadTest.Returning;

/// <summary>What the clients know beyond one connection: how far each has read its topics. Touched by the fleet's thread only.</summary>
internal sealed class ReturningClients : IDeliveries
{
    private readonly uint _run;
    private readonly TopicPlan _plan;
    private readonly IPayload _payload;
    private readonly Planter _planter;
    private readonly ViolationLog _violations;
    private readonly TopicReading[][] _readings;
    private readonly string?[] _connections;
    private readonly long[] _returns;

    public ReturningClients(uint run, TopicPlan plan, IPayload payload, Planter planter, ViolationLog violations)
    {
        (_run, _plan, _payload, _planter, _violations) = (run, plan, payload, planter, violations);
        Journals = [.. plan.Names.Select(name => new TopicJournal(name, violations))];
        _readings = [.. Enumerable.Range(0, plan.Connections).Select(ReadingsOf)];
        _connections = new string?[plan.Connections];
        _returns = new long[plan.Connections];
        Waits = new Waits(plan);
        planter.Choose(_readings[0][0]);
    }

    public ReadingTotals Totals { get; } = new();

    /// <summary>Measures how long publications take to be accepted and delivered.</summary>
    public Waits Waits { get; }

    /// <summary>Of each topic.</summary>
    public IReadOnlyList<TopicJournal> Journals { get; }

    public IEnumerable<TopicReading> Readings => _readings.SelectMany(readings => readings);

    /// <summary>Told each time that a client has everything, and when.</summary>
    public Action<int, long>? CaughtUp { get; set; }

    public bool WantsTicks => false;

    /// <summary>The id that the server has given the client's connection; null: none yet.</summary>
    public string? ConnectionOf(int client) => _connections[client];

    /// <summary>When the server has asked a client to return, in ticks of <see cref="Stopwatch"/>; 0: it has not. Asking for it forgets it.</summary>
    public long TakeReturn(int client)
    {
        var at = _returns[client];
        _returns[client] = 0;
        return at;
    }

    public TopicReading Reading(int client, int slot) => _readings[client][slot];

    public void Joined(Client client)
    {
    }

    public void Received(Client client, in Marker marker, ReadOnlySpan<byte> message, int end, long now)
    {
        if (!ServerWords.TryRead(message, out var words) || marker.Run != _run || ReadingOf(client.Index, words.Topic, out var topic) is not { } reading || topic != marker.Topic)
        {
            _violations.Add(ViolationKind.Stray, client.Index, "a message of its topics", $"run {marker.Run:x8} topic {marker.Topic} publication {marker.Sequence}");
            return;
        }

        if (!_payload.IsIn(message, marker, end))
            _violations.Add(ViolationKind.Corrupt, client.Index, $"{_plan.Names[topic]} offset {words.Offset} as it was published", $"another payload in {message.Length} bytes");

        _planter.Pass(reading, words.Offset, marker.Sequence);
        Waits.Delivered(client.Index, topic, marker.Sequence, now);
        NoteIfCaughtUp(client.Index, reading, now);
    }

    public void ReceivedUnread(Client client, long now) => throw new NotSupportedException("offsets cannot be read in what is not inflated");

    public void Missed(Client client, in AnnouncedGap gap) => throw new NotSupportedException("gaps are heard among the words");

    public void Tick(long now)
    {
    }

    /// <summary>A message without a publication.</summary>
    public MessageMeaning Heard(int client, ReadOnlySpan<byte> message, long now)
    {
        if (!ServerWords.TryRead(message, out var words))
            return MessageMeaning.Error;

        if (words.Type.SequenceEqual("welcome"u8))
            _connections[client] = words.Connection;
        else if (words.Type.SequenceEqual("goodbye"u8))
            _returns[client] = now + (words.ReconnectAfterMs * Stopwatch.Frequency / 1000);
        else if (words.Type.SequenceEqual("gap"u8))
            ReadingOf(client, words.Topic, out _)?.Gap(words.From, words.To);
        else if (words.Type.SequenceEqual("subscribed"u8))
            return HeardSubscribed(client, words, now);
        else if (words.Type.SequenceEqual("error"u8) || words.Type.SequenceEqual("unsubscribed"u8))
            return IsForTheMoment(words.Code) ? MessageMeaning.TryAgain : MessageMeaning.Error;

        return MessageMeaning.Other;
    }

    /// <summary>The index of the client's subscription that the server has refused or ended; -1 for none.</summary>
    public int RefusedSlot(int client, ReadOnlySpan<byte> message)
    {
        if (!ServerWords.TryRead(message, out var words))
            return -1;

        return words.Id is { } slot ? (int)slot : ReadingOf(client, words.Topic, out var topic) is null ? -1 : _plan.SlotOf(client, topic);
    }

    // Rule 34 of our clients, as far as a subscription can meet it.
    private static bool IsForTheMoment(ReadOnlySpan<byte> code) =>
        code.SequenceEqual("try_again_later"u8) || code.SequenceEqual("rate_limited"u8) || code.SequenceEqual("storage_unavailable"u8);

    private MessageMeaning HeardSubscribed(int client, in ServerWords words, long now)
    {
        if (ReadingOf(client, words.Topic, out _) is not { } reading || words.Epoch is null)
            return MessageMeaning.Error;

        _planter.Reconnected(reading);
        reading.Subscribed(words.Epoch, words.Offset, words.Recovered);
        NoteIfCaughtUp(client, reading, now);
        return MessageMeaning.Subscribed;
    }

    private void NoteIfCaughtUp(int client, TopicReading reading, long now)
    {
        if (CaughtUp is not null && reading.IsComplete && Array.TrueForAll(_readings[client], other => other.IsComplete))
            CaughtUp(client, now);
    }

    private TopicReading[] ReadingsOf(int client) =>
        [.. Enumerable.Range(0, _plan.PerConnection).Select(slot => new TopicReading(client, Journals[_plan.TopicOf(client, slot)], Totals, _violations))];

    private TopicReading? ReadingOf(int client, ReadOnlySpan<byte> name, out int topic)
    {
        var digits = name[(name.LastIndexOf((byte)'.') + 1)..];
        if (!Utf8Parser.TryParse(digits, out topic, out _) || topic >= _plan.Topics || !_plan.QuotedName(topic)[1..^1].SequenceEqual(name))
            return null;

        var slot = _plan.SlotOf(client, topic);
        return slot < 0 ? null : _readings[client][slot];
    }
}
