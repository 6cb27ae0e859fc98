using System.Globalization;

namespace WsActors.Actors.Model;

/// <summary>
/// Names a connection: the node's random prefix and a sequence number, so that ids are never used twice, order by age
/// on a node, and do not collide between nodes. Written as 16 lower-case hexadecimal digits.
/// </summary>
public readonly record struct ConnectionId(ulong Value)
{
    public static bool TryParse(string? text, out ConnectionId id)
    {
        var parsed = ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        id = new ConnectionId(value);
        return parsed && text!.Length == 16;
    }

    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
