using System.Buffers.Binary;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Testing.Conformance;

/// <summary>7.1 to 7.13: closing. Where the suite takes several codes or a dropped connection for a pass, one answer is ours.</summary>
internal static class AutobahnClosing
{
    private const string Hello = "Hello World!";

    private static readonly ushort[] ValidCodes = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999];
    private static readonly ushort[] InvalidCodes = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999];
    private static readonly ushort[] UndefinedCodes = [5000, 65535];
    private static readonly byte[] NotText = Convert.FromHexString("CEBAE1BDB9CF83CEBCCEB5EDA080656469746564");

    public static IEnumerable<AutobahnCase> Cases() =>
    [
        new("7.1.1", "a message, then close", script => script.Sends(0x81, Hello).Expects(Opcode.Text, Hello).ThenCloses()),
        new("7.1.2", "two close frames", script => script.SendsClose(1000).Sends(0x88)),
        new("7.1.3", "a ping after close", script => script.SendsClose(1000).Sends(0x89)),
        new("7.1.4", "text after close", script => script.SendsClose(1000).Sends(0x81, Hello)),
        new("7.1.5", "close between two fragments", script => script.Sends(0x01, "fragment1").SendsClose(1000).Sends(0x80, "fragment2")),
        new("7.1.6", "256 KiB, text, close and a ping without a pause", script =>
        {
            var payload = AutobahnCases.Repeat("BAsd7&jh23"u8, 256 * 1024);
            script.Sends(0x81, payload).Expects(Opcode.Text, payload)
                .Sends(0x81, Hello).Expects(Opcode.Text, Hello)
                .SendsClose(1000).Sends(0x89);
        }),
        new("7.3.1", "payload of 0", script => script.SendsClose(null)),
        new("7.3.2", "payload of 1", script => script.Sends(0x88, "a").Fails(1002)),
        new("7.3.3", "payload of 2", script => script.SendsClose(1000)),
        new("7.3.4", "with a reason", script => script.SendsClose(1000, Hello)),
        new("7.3.5", "with the longest reason", script => script.SendsClose(1000, new string('*', 123))),
        new("7.3.6", "with a reason of 124", script => script.SendsClose(1000, new string('*', 124)).Fails(1002)),
        new("7.5.1", "with a reason that is not UTF-8", script => script.Sends(0x88, [0x03, 0xE8, .. NotText]).Fails(1007)),
        .. ValidCodes.Select((code, i) => new AutobahnCase($"7.7.{i + 1}", $"valid code {code}", script => script.SendsClose(code))),
        .. InvalidCodes.Select((code, i) => Invalid($"7.9.{i + 1}", code)),
        .. UndefinedCodes.Select((code, i) => Invalid($"7.13.{i + 1}", code)),
    ];

    private static AutobahnCase Invalid(string id, ushort code) => new(id, $"invalid code {code}", script =>
    {
        var payload = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(payload, code);
        script.Sends(0x88, payload).Fails(1002);
    });
}
