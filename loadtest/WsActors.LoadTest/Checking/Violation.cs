using System.Globalization;

namespace WsActors.LoadTest.Checking;

/// <summary>A delivery that was not what the client had to get.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Connection">Number of the client, or <see cref="Publisher"/>.</param>
/// <param name="Expected">What it had to get.</param>
/// <param name="Got">What it got.</param>
internal sealed record Violation(ViolationKind Kind, int Connection, string Expected, string Got)
{
    /// <summary>Not a client but the publisher, or the log that it wrote.</summary>
    public const int Publisher = -1;

    public override string ToString()
    {
        var who = Connection == Publisher ? "the publisher" : string.Create(CultureInfo.InvariantCulture, $"connection {Connection}");
        return $"{Kind}: {who} expected {Expected}, got {Got}";
    }
}
