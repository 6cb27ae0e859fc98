using System.Text;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Testing.Conformance;

/// <summary>9.1 to 9.8 and 10.1: large messages, many fragments, small chops, and a thousand messages one by one.</summary>
internal static class AutobahnLimits
{
    private const int Kilo = 1024;
    private const int Mega = 1024 * 1024;

    private static readonly Kind Text = new(Opcode.Text, Encoding.ASCII.GetBytes("BAsd7&jh23"), (byte)'*');
    private static readonly Kind Binary = new(Opcode.Binary, [0x00, 0xFE, 0x23, 0xFA, 0xF0], 0xFE);

    private static readonly int[] Sizes = [64 * Kilo, 256 * Kilo, Mega, 4 * Mega, 8 * Mega, 16 * Mega];
    private static readonly int[] FragmentSizes = [64, 256, Kilo, 4 * Kilo, 16 * Kilo, 64 * Kilo, 256 * Kilo, Mega, 4 * Mega];
    private static readonly int[] ChopSizes = [64, 128, 256, 512, Kilo, 2 * Kilo];
    private static readonly int[] RoundTripSizes = [0, 16, 64, 256, Kilo, 4 * Kilo];

    public static IEnumerable<AutobahnCase> Cases() =>
    [
        .. Sizes.Select((size, i) => Whole($"9.1.{i + 1}", Text, size)),
        .. Sizes.Select((size, i) => Whole($"9.2.{i + 1}", Binary, size)),
        .. FragmentSizes.Select((size, i) => Fragmented($"9.3.{i + 1}", Text, size)),
        .. FragmentSizes.Select((size, i) => Fragmented($"9.4.{i + 1}", Binary, size)),
        .. ChopSizes.Select((size, i) => Chopped($"9.5.{i + 1}", Text, size)),
        .. ChopSizes.Select((size, i) => Chopped($"9.6.{i + 1}", Binary, size)),
        .. RoundTripSizes.Select((size, i) => RoundTrips($"9.7.{i + 1}", Text, size)),
        .. RoundTripSizes.Select((size, i) => RoundTrips($"9.8.{i + 1}", Binary, size)),
        new("10.1.1", "65,536 in fragments of 1,300", script =>
        {
            var payload = AutobahnCases.Repeat("*"u8, 65536);
            script.SendsFragmented(0x01, payload, 1300).Expects(Opcode.Text, payload).ThenCloses();
        }),
    ];

    private static AutobahnCase Whole(string id, Kind kind, int size) => new(id, $"a {kind.Opcode} message of {size}", script =>
    {
        var payload = AutobahnCases.Repeat(kind.Pattern, size);
        script.Sends(kind.First, payload).Expects(kind.Opcode, payload).ThenCloses();
    });

    private static AutobahnCase Fragmented(string id, Kind kind, int size) => new(id, $"4 MiB of {kind.Opcode} in fragments of {size}", script =>
    {
        var payload = AutobahnCases.Repeat(kind.Pattern, 4 * Mega);
        script.SendsFragmented((byte)kind.Opcode, payload, size).Expects(kind.Opcode, payload).ThenCloses();
    });

    private static AutobahnCase Chopped(string id, Kind kind, int chop) => new(id, $"1 MiB of {kind.Opcode} in chops of {chop}", script =>
    {
        var payload = AutobahnCases.Repeat(kind.Pattern, Mega);
        script.Sends(kind.First, payload, chop).Expects(kind.Opcode, payload).ThenCloses();
    });

    private static AutobahnCase RoundTrips(string id, Kind kind, int size) => new(id, $"1,000 {kind.Opcode} messages of {size}", script =>
    {
        var payload = AutobahnCases.Repeat([kind.Filler], size);
        for (var i = 0; i < 1000; i++)
            script.Sends(kind.First, payload).Expects(kind.Opcode, payload).AwaitsAnswers();
        script.ThenCloses();
    });

    private sealed record Kind(Opcode Opcode, byte[] Pattern, byte Filler)
    {
        public byte First => (byte)(0x80 | (byte)Opcode);
    }
}
