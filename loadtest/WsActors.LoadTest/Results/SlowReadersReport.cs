namespace WsActors.LoadTest.Results;

/// <summary>What became of the clients that stopped reading.</summary>
internal sealed record SlowReadersReport(
    long Readers,
    long Closed,
    IReadOnlyDictionary<string, long> Ends,
    long MessagesRead,
    long MessagesAnnouncedMissing,
    double? OutboxBytesAtMost,
    double? OutboxBytesAtEnd,
    double? SlowConsumersCounted);
