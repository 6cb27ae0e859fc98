using CsCheck;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Properties;

/// <summary>Generators of what peers send: legal, nearly legal, and nothing of the kind.</summary>
internal static class Streams
{
    private static readonly Gen<byte[]> Payload = Gen.OneOf(
        Gen.Byte.Array[0, 20], Gen.Byte.Array[120, 130], Gen.Byte.Array[250, 300]);

    private static readonly Gen<byte[]> Text = Gen.String[0, 40].Select(
        text => System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>A ping, pong, or message in one frame or several with control frames between.</summary>
    private static readonly Gen<byte[]> LegalPart = Gen.OneOf(
        Text.Select(text => ClientFrame.Frame(0x81, text)),
        Payload.Select(payload => ClientFrame.Frame(0x82, payload)),
        Gen.Byte.Array[0, 125].Select(payload => ClientFrame.Ping(payload)),
        Gen.Byte.Array[0, 125].Select(payload => ClientFrame.Pong(payload)),
        Gen.Select(Text, Gen.Int[1, 7]).Select(Fragmented));

    private static readonly Gen<byte[]> Close = Gen.Select(
        Gen.Int[0, 6].Select(i => (ushort?)new[] { 1000, 1001, 1004, 1005, 2999, 3000, 5000 }[i]), Gen.String[0, 30]).Select(ClientFrame.Close);

    /// <summary>A frame whose first byte, length form and mask bit are anything.</summary>
    private static readonly Gen<byte[]> AnyPart = Gen.OneOf(
        Gen.Select(Gen.Byte, Payload).Select((first, payload) => ClientFrame.Frame(first, payload)),
        Gen.Select(Gen.Byte, Gen.ULong).Select(ClientFrame.Header),
        Gen.Byte.Array[0, 30],
        Close);

    /// <summary>Messages and control frames without a fault.</summary>
    public static readonly Gen<byte[]> Legal = LegalPart.List[0, 8].Select(Joined);

    /// <summary>Mostly legal, with what is not in between or at the end.</summary>
    public static readonly Gen<byte[]> Mixed = Gen.Frequency((4, LegalPart), (1, AnyPart)).List[0, 10].Select(Joined);

    /// <summary>A request head with a line, a byte or its end changed.</summary>
    public static readonly Gen<byte[]> Requests = Gen.Select(Gen.Int[0, 400], Gen.Byte.Array[0, 6], Gen.Int[0, 10]).Select(Damaged);

    private static byte[] Joined(List<byte[]> parts) => [.. parts.SelectMany(part => part)];

    private static byte[] Fragmented(byte[] text, int size)
    {
        var frames = new List<byte>(ClientFrame.Frame(0x01, []));
        for (var from = 0; from < text.Length; from += size)
        {
            frames.AddRange(ClientFrame.Frame(0x00, text.AsSpan(from, Math.Min(size, text.Length - from))));
            frames.AddRange(ClientFrame.Ping([(byte)from]));
        }

        frames.AddRange(ClientFrame.Frame(0x80, []));
        return [.. frames];
    }

    private static byte[] Damaged(int at, byte[] by, int cut)
    {
        var request = UpgradeRequest.Text().Select(c => (byte)c).ToArray();
        var from = at % request.Length;
        return [.. request[..from], .. by, .. request[Math.Min(request.Length, from + cut)..]];
    }
}
