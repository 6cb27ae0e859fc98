namespace WsActors.LoadTest.Checking;

/// <summary>
/// One client's reading of one topic, through all of its connections: every offset since its first subscription, once and in
/// order, each with the publication that the publisher was told to stand there. Only what the server announces may be missing.
/// </summary>
internal sealed class TopicReading(int client, TopicJournal journal, ReadingTotals totals, ViolationLog violations)
{
    private long _next;

    // Passed over and not announced: lost, unless they come late. Judged when the connection they were due on is over.
    private SortedSet<long>? _passedOver;

    // Delivered before the publisher was answered.
    private Queue<(string Epoch, long Offset, int Number)>? _unproved;

    /// <summary>The epoch to come back with; null before the first subscription.</summary>
    public string? Epoch { get; private set; }

    /// <summary>The offset to come back with: what this client has seen.</summary>
    public long Seen => _next - 1;

    /// <summary>Whether it has everything that was acknowledged so far.</summary>
    public bool IsComplete => Epoch is not null && (journal.Epoch is null || (journal.Epoch == Epoch && _next > journal.LastOffset(Epoch)));

    public TopicJournal Journal => journal;

    /// <summary>Whether it has everything up to this offset of the epoch, or the log of that epoch is gone.</summary>
    public bool HasRead(string epoch, long offset) => Epoch is not null && (Epoch != epoch || Seen >= offset);

    /// <summary>Reports what was passed over so far. What comes later in spite of that is reported as repeated.</summary>
    public void JudgeSoFar() => JudgePassedOver();

    /// <summary>The server has answered a subscription, or says that the log was lost.</summary>
    /// <param name="epoch">The log's epoch.</param>
    /// <param name="offset">The client's own offset as the server takes it: what follows begins behind it.</param>
    /// <param name="recovered">Null where the client named no position.</param>
    public void Subscribed(string epoch, long offset, bool? recovered)
    {
        JudgePassedOver();
        if (Epoch is null)
        {
            (Epoch, _next) = (epoch, offset + 1);
            return;
        }

        totals.CountRecovery(recovered == true);
        if (recovered is null)
            Report(ViolationKind.Malformed, $"{Name} with \"recovered\"", "subscribed without it");
        else if (recovered == true && epoch != Epoch)
            Report(ViolationKind.Lost, $"{Name} recovered in epoch {Epoch}", $"epoch {epoch}");
        else if (recovered == true && offset != Seen)
            Report(ViolationKind.Malformed, $"{Name} recovered from offset {Seen}", $"from {offset}");

        if (epoch == Epoch && offset < Seen)
            Report(ViolationKind.Lost, $"{Name} from offset {Seen}, which was delivered", $"from {offset}");
        if (epoch != Epoch || offset < Seen)
            (Epoch, _next) = (epoch, 1);
    }

    /// <summary>The server names offsets that will not come.</summary>
    public void Gap(long from, long to)
    {
        if (from < _next)
            Report(ViolationKind.Malformed, $"{Name} a gap from {_next}", $"from {from}");

        totals.CountGap(to - from + 1);
        PassOverTo(from);
        _next = Math.Max(_next, to + 1);
    }

    public void Message(long offset, int number)
    {
        totals.CountDelivery();
        if (Epoch is null)
        {
            Report(ViolationKind.Stray, $"{Name} nothing before the subscription", $"offset {offset}");
            return;
        }

        if (offset >= _next)
        {
            PassOverTo(offset);
            _next = offset + 1;
        }
        else if (_passedOver?.Remove(offset) == true)
        {
            Report(ViolationKind.Swapped, $"{Name} offset {offset} in its order", $"after offset {Seen}");
        }
        else
        {
            Report(ViolationKind.Repeated, $"{Name} offset {_next}", $"offset {offset} again");
        }

        Prove();
        if (journal.NumberAt(Epoch, offset) is { } right)
            Compare(offset, number, right);
        else
            (_unproved ??= []).Enqueue((Epoch, offset, number));
    }

    /// <summary>Nothing more is published, and nothing more comes: what is missing now is lost.</summary>
    public void Finish()
    {
        JudgePassedOver();
        if (!IsComplete)
        {
            Report(
                ViolationKind.Lost,
                $"{Name} offsets {_next} to {journal.LastOffset(journal.Epoch!)} of epoch {journal.Epoch}",
                $"nothing after offset {Seen} of epoch {Epoch}");
        }

        Prove();
        if (_unproved is { Count: > 0 } && _unproved.Peek() is var first)
            Report(ViolationKind.Stray, $"{Name} acknowledged publications", $"publication {first.Number} at offset {first.Offset}, and {_unproved.Count - 1} more");
    }

    private string Name => journal.Topic;

    private void PassOverTo(long offset)
    {
        for (; _next < offset; _next++)
            (_passedOver ??= []).Add(_next);
    }

    private void JudgePassedOver()
    {
        foreach (var (from, to) in Ranges(_passedOver))
            Report(ViolationKind.Lost, $"{Name} {(from == to ? $"offset {from}" : $"offsets {from} to {to}")}", $"offset {to + 1}");
        _passedOver = null;
    }

    // What is known to be acknowledged by now; the publisher is answered in the order of the offsets.
    private void Prove()
    {
        while (_unproved is { Count: > 0 } && _unproved.Peek() is var (epoch, offset, number) && journal.NumberAt(epoch, offset) is { } right)
        {
            _unproved.Dequeue();
            Compare(offset, number, right);
        }
    }

    private void Compare(long offset, int number, int right)
    {
        if (number != right)
            Report(ViolationKind.Corrupt, $"{Name} offset {offset}: publication {right}", $"publication {number}");
    }

    private void Report(ViolationKind kind, string expected, string got) => violations.Add(kind, client, expected, got);

    private static IEnumerable<(long From, long To)> Ranges(SortedSet<long>? offsets)
    {
        (long From, long To)? open = null;
        foreach (var offset in offsets ?? [])
        {
            if (open is { } range && range.To + 1 == offset)
            {
                open = (range.From, offset);
                continue;
            }

            if (open is { } done)
                yield return done;
            open = (offset, offset);
        }

        if (open is { } last)
            yield return last;
    }
}
