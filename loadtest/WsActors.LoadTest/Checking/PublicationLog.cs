using System.Diagnostics;

namespace WsActors.LoadTest.Checking;

/// <summary>
/// When each publication was to be sent and was answered, its place in its topic, and how many subscribers have yet to get it. A
/// publisher adds, the clients' thread counts down; a publication is added before it is sent, so that its deliveries always find it.
/// </summary>
internal sealed class PublicationLog
{
    /// <summary>The position of a publication that no client has received yet.</summary>
    public const int NoPosition = -1;

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

            _chunks[_count / ChunkSize][_count % ChunkSize] = new Entry { SentAt = sentAt, Remaining = subscribers, Position = NoPosition };
            Volatile.Write(ref _count, _count + 1);
            return _count - 1;
        }
    }

    public long SentAt(int number) => At(number).SentAt;

    /// <summary>Notes that the server has answered it.</summary>
    public void Answered(int number) => Volatile.Write(ref At(number).AnsweredAt, Stopwatch.GetTimestamp());

    /// <returns>When it was answered; 0: it has not been, or its publisher does not say.</returns>
    public long AnsweredAt(int number) => Volatile.Read(ref At(number).AnsweredAt);

    /// <summary>Its position in the topic's order. For the clients' thread.</summary>
    public ref int PositionOf(int number) => ref At(number).Position;

    /// <returns>Whether that was the last subscriber.</returns>
    public bool Delivered(int number) => Interlocked.Decrement(ref At(number).Remaining) == 0;

    private ref Entry At(int number) => ref Volatile.Read(ref _chunks)[number / ChunkSize][number % ChunkSize];

    private struct Entry
    {
        public long SentAt;
        public long AnsweredAt;
        public int Remaining;
        public int Position;
    }
}
