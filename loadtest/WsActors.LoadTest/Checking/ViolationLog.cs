namespace WsActors.LoadTest.Checking;

/// <summary>Keeps the first violations and counts the rest. Written by one thread, read by others.</summary>
internal sealed class ViolationLog
{
    private const int Kept = 20;

    private readonly Lock _lock = new();
    private readonly List<Violation> _first = [];
    private readonly long[] _counts = new long[Enum.GetValues<ViolationKind>().Length];
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    /// <summary>Violations of one kind.</summary>
    public long CountOf(ViolationKind kind) => Interlocked.Read(ref _counts[(int)kind]);

    public IReadOnlyList<Violation> First
    {
        get
        {
            lock (_lock)
            {
                return [.. _first];
            }
        }
    }

    public void Add(ViolationKind kind, int connection, string expected, string got)
    {
        Interlocked.Increment(ref _count);
        Interlocked.Increment(ref _counts[(int)kind]);
        lock (_lock)
        {
            if (_first.Count < Kept)
                _first.Add(new Violation(kind, connection, expected, got));
        }
    }
}
