using System.Globalization;

namespace WsActors.LoadTest.Checking;

/// <summary>A delivery that was not what the client had to get.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Connection">Number of the client.</param>
/// <param name="Expected">What it had to get.</param>
/// <param name="Got">What it got.</param>
internal sealed record Violation(ViolationKind Kind, int Connection, string Expected, string Got)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind}: connection {Connection} expected {Expected}, got {Got}");
}
