using System.Buffers.Binary;
using WsActors.Protocol.Replication;

namespace WsActors.Protocol.Tests.Replication;

/// <summary>
/// The state of a simulated bucket: for each of four topics, how many entries it has had and a hash of all of them, so that one comparison shows whether
/// something is missing, too much or in another order.
/// </summary>
internal sealed class SimulatedState(Action<LogEntry> onApplied) : IBucketState
{
    public const int Topics = 4;

    private readonly (long Last, long Hash)[] _topics = new (long, long)[Topics];

    public static ReadOnlyMemory<byte> PayloadOf(long value)
    {
        var payload = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(payload, value);
        return payload;
    }

    public static long ValueOf(in LogEntry entry) => BinaryPrimitives.ReadInt64LittleEndian(entry.Payload.Span);

    public static int TopicOf(long value) => (int)(value % Topics);

    public long HashOf(int topic) => _topics[topic].Hash;

    public long LastOf(int topic) => _topics[topic].Last;

    public void Apply(in LogEntry entry)
    {
        var value = ValueOf(entry);
        ref var topic = ref _topics[TopicOf(value)];
        if (entry.Sequence > topic.Last)
            topic = (entry.Sequence, Next(topic.Hash, value));
        onApplied(entry);
    }

    public static long Next(long hash, long value) => HashCode.Combine(hash, value);

    // One topic per page.
    public StatePage Read(string? cursor, int maxBytes)
    {
        var topic = cursor is null ? 0 : cursor[0] - '0';
        var payload = new byte[20];
        BinaryPrimitives.WriteInt32LittleEndian(payload, topic);
        BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(4), _topics[topic].Last);
        BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(12), _topics[topic].Hash);
        return new StatePage(payload, topic + 1 < Topics ? $"{topic + 1}" : null);
    }

    public void Load(StatePage page) => _topics[BinaryPrimitives.ReadInt32LittleEndian(page.Payload.Span)] = (
        BinaryPrimitives.ReadInt64LittleEndian(page.Payload.Span[4..]), BinaryPrimitives.ReadInt64LittleEndian(page.Payload.Span[12..]));
}
