using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Testing.Conformance;

/// <summary>2.1 to 2.11: pings and pongs.</summary>
internal static class AutobahnPings
{
    private const byte Ping = 0x89;
    private const byte Pong = 0x8A;

    private static readonly byte[] NotText = [0x00, 0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0x00, 0xFF];

    public static IEnumerable<AutobahnCase> Cases() =>
    [
        new("2.1", "a ping without payload", script => IsAnswered(script, [])),
        new("2.2", "a ping with text", script => IsAnswered(script, "Hello, world!"u8)),
        new("2.3", "a ping that is no text", script => IsAnswered(script, NotText)),
        new("2.4", "a ping of 125", script => IsAnswered(script, AutobahnCases.Repeat([0xFE], 125))),
        new("2.5", "a ping of 126", script => script.Sends(Ping, AutobahnCases.Repeat([0xFE], 126)).Fails(1002)),
        new("2.6", "a ping of 125 octet by octet", script => IsAnswered(script, AutobahnCases.Repeat([0xFE], 125), chop: 1)),
        new("2.7", "a pong that nobody asked for", script => script.Sends(Pong).SendsClose(1000)),
        new("2.8", "the same with payload", script => script.Sends(Pong, "unsolicited pong payload").SendsClose(1000)),
        new("2.9", "the same and then a ping", script => IsAnswered(
            script.Sends(Pong, "unsolicited pong payload"), "ping payload"u8)),
        new("2.10", "ten pings", script => TenAreAnswered(script, chop: 0)),
        new("2.11", "ten pings octet by octet", script => TenAreAnswered(script, chop: 1)),
    ];

    private static void IsAnswered(AutobahnScript script, ReadOnlySpan<byte> payload, int chop = 0) =>
        script.Sends(Ping, payload, chop).Expects(Opcode.Pong, payload).ThenCloses();

    private static void TenAreAnswered(AutobahnScript script, int chop)
    {
        for (var i = 0; i < 10; i++)
            script.Sends(Ping, $"payload-{i}", chop).Expects(Opcode.Pong, $"payload-{i}");
        script.ThenCloses();
    }
}
