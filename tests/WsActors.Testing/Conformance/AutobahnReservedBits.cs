using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Testing.Conformance;

/// <summary>3.1 to 3.7: reserved bits. Legal frames before them are answered; the ping behind them is not.</summary>
internal static class AutobahnReservedBits
{
    private const string Hello = "Hello, world!";

    private static readonly byte[] NotText = [0x00, 0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0x00, 0xFF];

    public static IEnumerable<AutobahnCase> Cases() =>
    [
        new("3.1", "text with RSV 1", script => script.Sends(0x91, Hello).Fails(1002)),
        new("3.2", "text, text with RSV 2, a ping", script => EchoesThenFails(script, 0xA1)),
        new("3.3", "text, text with RSV 3, a ping", script => EchoesThenFails(script, 0xB1)),
        new("3.4", "text, text with RSV 4, a ping, octet by octet", script => EchoesThenFails(script, 0xC1, chop: 1)),
        new("3.5", "binary with RSV 5", script => script.Sends(0xD2, NotText).Fails(1002)),
        new("3.6", "a ping with RSV 6", script => script.Sends(0xE9, Hello).Fails(1002)),
        new("3.7", "a close with RSV 7", script => script.Sends(0xF8).Fails(1002)),
    ];

    private static void EchoesThenFails(AutobahnScript script, byte first, int chop = 0) => script
        .Sends(0x81, Hello, chop).Expects(Opcode.Text, Hello)
        .Sends(first, Hello, chop)
        .Sends(0x89, chop: chop)
        .Fails(1002);
}
