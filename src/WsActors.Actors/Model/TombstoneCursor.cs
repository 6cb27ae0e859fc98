using System.Globalization;

namespace WsActors.Actors.Model;

/// <summary>The place of a tombstone in the order of all nodes: the newest first, and of two that ended together the one with the higher id.</summary>
/// <param name="EndedAt">The time of the end.</param>
/// <param name="Id">The connection.</param>
public readonly record struct TombstoneCursor(DateTimeOffset EndedAt, ConnectionId Id) : IComparable<TombstoneCursor>
{
    public static bool operator <(TombstoneCursor left, TombstoneCursor right) => left.CompareTo(right) < 0;

    public static bool operator >(TombstoneCursor left, TombstoneCursor right) => left.CompareTo(right) > 0;

    public static bool operator <=(TombstoneCursor left, TombstoneCursor right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TombstoneCursor left, TombstoneCursor right) => left.CompareTo(right) >= 0;

    public static TombstoneCursor Of(Tombstone tombstone) => new(tombstone.EndedAt, tombstone.Id);

    /// <summary>Reads a cursor that <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out TombstoneCursor cursor)
    {
        cursor = default;
        if (text.Split('-') is not [var time, var connection]
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > DateTime.MaxValue.Ticks
            || !ConnectionId.TryParse(connection, out var id))
            return false;

        cursor = new TombstoneCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id);
        return true;
    }

    public int CompareTo(TombstoneCursor other)
    {
        var byTime = EndedAt.CompareTo(other.EndedAt);
        return byTime != 0 ? byTime : Id.CompareTo(other.Id);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{EndedAt.UtcTicks}-{Id}");
}
