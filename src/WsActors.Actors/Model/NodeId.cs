using System.Globalization;
using System.Security.Cryptography;

namespace WsActors.Actors.Model;

/// <summary>
/// Names a node in the ids of its connections: 24 bits, written as 6 hexadecimal digits. Drawn at random at each start, because the
/// numbers of connections restart then and an id must never name two connections.
/// </summary>
public readonly record struct NodeId(uint Value)
{
    public const int Bits = 24;

    public static NodeId Random() => new((uint)RandomNumberGenerator.GetInt32(1 << Bits));

    public override string ToString() => Value.ToString("x6", CultureInfo.InvariantCulture);
}
