namespace WsActors.LoadTest.Checking;

/// <summary>
/// Holds a topic's log, as the server shows it after the run, against what the publisher was told: every acknowledged
/// publication stands in it once, under its offset, and nothing else does.
/// </summary>
internal sealed class LogAudit(TopicJournal journal, string epoch, ViolationLog violations)
{
    private long? _last;

    /// <summary>Messages that were held against the journal.</summary>
    public long Count { get; private set; }

    /// <summary>The next entry of the log.</summary>
    /// <param name="offset">Its offset.</param>
    /// <param name="number">Which publication it is; null: none of this run.</param>
    public void Entry(long offset, int? number)
    {
        if (_last is { } last && offset != last + 1)
            Report(ViolationKind.Lost, $"offset {last + 1} in the log", $"offset {offset}");

        _last = offset;
        Count++;
        var right = journal.NumberAt(epoch, offset);
        if (right is null)
            Report(ViolationKind.Stray, $"only acknowledged publications, which {Said(number)} at offset {offset} is not", "it in the log");
        else if (right != number)
            Report(ViolationKind.Corrupt, $"publication {right} at offset {offset} of the log", Said(number));
    }

    /// <summary>There are no more entries.</summary>
    /// <param name="offset">Where the log says that it ends.</param>
    public void End(long offset)
    {
        var acknowledged = journal.LastOffset(epoch);
        if (offset != acknowledged)
            Report(offset < acknowledged ? ViolationKind.Lost : ViolationKind.Stray, $"a log that ends at offset {acknowledged}", $"{offset}");
        if (journal.Epoch is { } current && current != epoch)
            Report(ViolationKind.Lost, $"a log of epoch {current}", $"epoch {epoch}");
    }

    private static string Said(int? number) => number is null ? "another run's publication" : $"publication {number}";

    private void Report(ViolationKind kind, string expected, string got) =>
        violations.Add(kind, Violation.Publisher, $"{journal.Topic} {expected}", got);
}
