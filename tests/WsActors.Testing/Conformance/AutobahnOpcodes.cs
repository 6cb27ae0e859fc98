using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Testing.Conformance;

/// <summary>4.1, 4.2: reserved opcodes, for data and for control. Legal frames before them are answered.</summary>
internal static class AutobahnOpcodes
{
    private const string Hello = "Hello, world!";
    private const string Reserved = "reserved opcode payload";

    public static IEnumerable<AutobahnCase> Cases() =>
    [
        new("4.1.1", "opcode 3", script => script.Sends(0x83).Fails(1002)),
        new("4.1.2", "opcode 4 with payload", script => script.Sends(0x84, Reserved).Fails(1002)),
        new("4.1.3", "text, opcode 5, a ping", script => EchoesThenFails(script, 0x85, string.Empty)),
        new("4.1.4", "text, opcode 6 with payload, a ping", script => EchoesThenFails(script, 0x86, Hello)),
        new("4.1.5", "text, opcode 7 with payload, a ping, octet by octet", script => EchoesThenFails(script, 0x87, Hello, chop: 1)),
        new("4.2.1", "opcode 11", script => script.Sends(0x8B).Fails(1002)),
        new("4.2.2", "opcode 12 with payload", script => script.Sends(0x8C, Reserved).Fails(1002)),
        new("4.2.3", "text, opcode 13, a ping", script => EchoesThenFails(script, 0x8D, string.Empty)),
        new("4.2.4", "text, opcode 14 with payload, a ping", script => EchoesThenFails(script, 0x8E, Hello)),
        new("4.2.5", "text, opcode 15 with payload, a ping, octet by octet", script => EchoesThenFails(script, 0x8F, Hello, chop: 1)),
    ];

    private static void EchoesThenFails(AutobahnScript script, byte first, string payload, int chop = 0) => script
        .Sends(0x81, Hello, chop).Expects(Opcode.Text, Hello)
        .Sends(first, payload, chop)
        .Sends(0x89, chop: chop)
        .Fails(1002);
}
