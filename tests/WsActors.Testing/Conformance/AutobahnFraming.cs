using System.Globalization;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Testing.Conformance;

/// <summary>1.1, 1.2: text and binary messages at each length where the header changes; the eighth in chops of 997 octets.</summary>
internal static class AutobahnFraming
{
    private static readonly (int Length, int Chop)[] Sizes =
        [(0, 0), (125, 0), (126, 0), (127, 0), (128, 0), (65535, 0), (65536, 0), (65536, 997)];

    public static IEnumerable<AutobahnCase> Cases() =>
    [
        .. Sizes.Select((size, i) => Case($"1.1.{i + 1}", "text", Opcode.Text, (byte)'*', size)),
        .. Sizes.Select((size, i) => Case($"1.2.{i + 1}", "binary", Opcode.Binary, 0xFE, size)),
    ];

    private static AutobahnCase Case(string id, string kind, Opcode opcode, byte filler, (int Length, int Chop) size)
    {
        var chopped = size.Chop == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" in chops of {size.Chop}");
        return new AutobahnCase(id, $"a {kind} message of {size.Length}{chopped}", script =>
        {
            var payload = AutobahnCases.Repeat([filler], size.Length);
            script.Sends((byte)(0x80 | (byte)opcode), payload, size.Chop).Expects(opcode, payload).ThenCloses();
        });
    }
}
