namespace WsActors.LoadTest.Checking;

/// <summary>
/// When each publication was to be sent, and how many subscribers have yet to get it. A publisher adds, the clients'
/// thread counts down; a publication is added before it is sent, so that its deliveries always find it.
/// </summary>
internal sealed class PublicationLog
{
    private const int ChunkSize = 4096;

    private readonly Lock _lock = new();
    private Entry[][] _chunks = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <returns>The publication's number.</returns>
    public int Add(long sentAt, int subscribers)
    {
        lock (_lock)
        {
            if (_count == _chunks.Length * ChunkSize)
                Volatile.Write(ref _chunks, [.. _chunks, new Entry[ChunkSize]]);

            _chunks[_count / ChunkSize][_count % ChunkSize] = new Entry { SentAt = sentAt, Remaining = subscribers };
            Volatile.Write(ref _count, _count + 1);
            return _count - 1;
        }
    }

    public long SentAt(int number) => At(number).SentAt;

    /// <returns>Whether that was the last subscriber.</returns>
    public bool Delivered(int number) => Interlocked.Decrement(ref At(number).Remaining) == 0;

    private ref Entry At(int number) => ref Volatile.Read(ref _chunks)[number / ChunkSize][number % ChunkSize];

    private struct Entry
    {
        public long SentAt;
        public int Remaining;
    }
}
