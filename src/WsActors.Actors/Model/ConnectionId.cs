using System.Globalization;

namespace WsActors.Actors.Model;

/// <summary>
/// Names a connection: its node and a sequence number, so that every node can tell whose connection it is, ids are never used
/// twice, and the ids of a node are in the order in which its connections came. Written as 16 lower-case hexadecimal digits,
/// which clients should not interpret.
/// </summary>
public readonly record struct ConnectionId(ulong Value) : IComparable<ConnectionId>
{
    // Enough for ten thousand connections per second for three years.
    private const int SequenceBits = 64 - NodeId.Bits;

    public NodeId Node => new((uint)(Value >> SequenceBits));

    public static bool operator <(ConnectionId left, ConnectionId right) => left.Value < right.Value;

    public static bool operator >(ConnectionId left, ConnectionId right) => left.Value > right.Value;

    public static bool operator <=(ConnectionId left, ConnectionId right) => left.Value <= right.Value;

    public static bool operator >=(ConnectionId left, ConnectionId right) => left.Value >= right.Value;

    public static ConnectionId Of(NodeId node, ulong sequence) => new(((ulong)node.Value << SequenceBits) | sequence);

    public static bool TryParse(string? text, out ConnectionId id)
    {
        var parsed = ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        id = new ConnectionId(value);
        return parsed && text!.Length == 16;
    }

    /// <summary>The fault of the id of a connection that is excluded from a publication; null if it is valid, whether or not the connection exists.</summary>
    public static string? FaultOfExcept(string? connection) => TryParse(connection, out var id) && id.ToString() == connection
        ? null
        : "the excepted connection is one connection id, as in the client's welcome and in /api/connections";

    public int CompareTo(ConnectionId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
