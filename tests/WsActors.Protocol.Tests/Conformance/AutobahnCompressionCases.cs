using System.Globalization;
using System.Text;
using WsActors.Protocol.Tests.Compression;
using WsActors.Protocol.WebSocket.Compression;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.Tests.Conformance;

/// <summary>
/// Autobahn's families 12 and 13 as pure cases, in its numbering: an echo with permessage-deflate, message after message,
/// for each size and way of cutting. 12 offers the extension as it is, with a kind of payload each; 13 offers it with the
/// parameters each. Two messages instead of a thousand: nothing here depends on luck.
/// </summary>
public sealed class AutobahnCompressionCases
{
    private const int Messages = 2;

    /// <summary>Bytes of a message and of its fragments, 0 for one frame: the third number of a case.</summary>
    private static readonly (int Size, int Fragment)[] Shapes =
    [
        (16, 0), (64, 0), (256, 0), (1024, 0), (4096, 0), (8192, 0), (16384, 0), (32768, 0), (65536, 0), (131072, 0),
        (8192, 256), (16384, 256), (32768, 256), (65536, 256), (131072, 256), (131072, 1024), (131072, 4096), (131072, 32768),
    ];

    /// <summary>The kinds of payload of 12.1 to 12.5: prose, two kinds of binary, JSON, markup.</summary>
    private static readonly string[] Kinds = ["prose", "noise", "ramp", "json", "markup"];

    /// <summary>The offers of 13.1 to 13.7.</summary>
    private static readonly string[] Offers =
    [
        DefaultOffer,
        DefaultOffer + "; server_no_context_takeover",
        DefaultOffer + "; server_max_window_bits=9",
        DefaultOffer + "; server_max_window_bits=15",
        DefaultOffer + "; server_no_context_takeover; server_max_window_bits=9",
        DefaultOffer + "; server_no_context_takeover; server_max_window_bits=15",
        DefaultOffer + "; server_no_context_takeover; server_max_window_bits=9, " +
            DefaultOffer + "; server_no_context_takeover, " + DefaultOffer,
    ];

    private const string DefaultOffer = "permessage-deflate; client_no_context_takeover; client_max_window_bits";

    public static TheoryData<string> Family12 => Numbers(12, Kinds.Length);

    public static TheoryData<string> Family13 => Numbers(13, Offers.Length);

    [Theory]
    [MemberData(nameof(Family12))]
    public void Echoes_every_kind_of_payload(string number)
    {
        var (kind, shape) = Parse(number);
        Echo(DefaultOffer, Kinds[kind], Shapes[shape], keepsContext: false);
    }

    [Theory]
    [MemberData(nameof(Family13))]
    public void Echoes_under_every_offer(string number)
    {
        var (offer, shape) = Parse(number);
        Echo(Offers[offer], "json", Shapes[shape], keepsContext: false);
    }

    [Theory]
    [MemberData(nameof(Family13))]
    public void Echoes_under_every_offer_where_contexts_are_kept(string number)
    {
        var (offer, shape) = Parse(number);
        Echo(Offers[offer], "json", Shapes[shape], keepsContext: true);
    }

    [Theory]
    [MemberData(nameof(Family12))]
    public void Echoes_to_a_client_that_keeps_its_context(string number)
    {
        var (kind, shape) = Parse(number);
        Echo("permessage-deflate", Kinds[kind], Shapes[shape], keepsContext: true);
    }

    private static TheoryData<string> Numbers(int family, int groups) => new(
        Enumerable.Range(1, groups).SelectMany(group => Enumerable.Range(1, Shapes.Length).Select(shape => $"{family}.{group}.{shape}")));

    private static (int Group, int Shape) Parse(string number)
    {
        var parts = number.Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return (parts[1] - 1, parts[2] - 1);
    }

    // Client bytes → session → echo → frame → client: what comes back is what was sent, in order.
    private static void Echo(string offer, string kind, (int Size, int Fragment) shape, bool keepsContext)
    {
        var agreement = Negotiate(offer, keepsContext);
        var conversation = new CompressedConversation(offer, serverKeeps: keepsContext, clientKeeps: keepsContext);
        var compression = new FrameCompressions(DeflateLevel.Optimal, minBytes: 0).For(agreement);
        var opcode = kind is "noise" or "ramp" ? Opcode.Binary : Opcode.Text;
        using var client = new EchoClient(agreement);

        for (var i = 0; i < Messages; i++)
        {
            var message = Payload(kind, shape.Size, i);
            conversation.Feed(client.Send(opcode, message, shape.Fragment));
            Assert.Equal(Told(opcode, message), conversation.Events[i]);

            var echo = compression.Compress(FrameWriter.Frame(opcode, message));
            Assert.Equal(message, client.Receive(echo));
        }

        (compression as IDisposable)?.Dispose();
    }

    private static DeflateAgreement Negotiate(string offer, bool keepsContext)
    {
        Assert.True(ExtensionList.TryParse([offer], out var offers));
        return DeflateNegotiation.Negotiate(offers, keepsContext, keepsContext)!;
    }

    private static string Told(Opcode opcode, byte[] message) =>
        opcode == Opcode.Text ? "text " + Encoding.UTF8.GetString(message) : "binary " + Convert.ToHexString(message);

    private static byte[] Payload(string kind, int size, int index)
    {
        var random = new Random((size * 31) + index);
        var payload = new byte[size];
        switch (kind)
        {
            case "noise":
                random.NextBytes(payload);
                return payload;
            case "ramp":
                for (var i = 0; i < size; i++)
                    payload[i] = (byte)(i / 7);
                return payload;
            default:
                var text = new StringBuilder();
                while (text.Length < size)
                    text.Append(Fragment(kind, random));
                return Encoding.UTF8.GetBytes(text.ToString(0, size));
        }
    }

    private static string Fragment(string kind, Random random) => kind switch
    {
        "json" => $"{{\"id\": {random.Next(10000)}, \"price\": {random.Next(100)}.5, \"side\": \"buy\"}}, ",
        "prose" => $"The {random.Next(50)}th ship of {random.Next(9)} sailed on the {random.Next(30)}th of May. ",
        _ => $"<tr class=\"row\"><td>{random.Next(1000)}</td><td>{random.Next(1000)}</td></tr>\n",
    };
}
