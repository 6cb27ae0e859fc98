using System.Text;
using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Testing.Conformance;

/// <summary>
/// 6.1 to 6.4: UTF-8 in fragments, and failing fast. In the last family the bytes behind the bad one are never sent: the
/// server must have failed by then.
/// </summary>
internal static class AutobahnUtf8
{
    private const byte FirstText = 0x01;
    private const byte Next = 0x00;
    private const byte Last = 0x80;
    private const byte Text = 0x81;
    private const string Umlauts = "Hello-\u00b5@\u00df\u00f6\u00e4\u00fc\u00e0\u00e1-UTF-8!!";

    // "κόσμε", then what cannot be, then "edited".
    private static readonly byte[] Kosme = Convert.FromHexString("CEBAE1BDB9CF83CEBCCEB5");
    private static readonly byte[] WithSurrogate = [.. Kosme, 0xED, 0xA0, 0x80, .. "edited"u8];
    private static readonly byte[] BeyondUnicode = [.. Kosme, 0xF4, 0x90, 0x80, 0x80, .. "edited"u8];

    public static IEnumerable<AutobahnCase> Cases() =>
    [
        new("6.1.1", "text of length 0", script => script.Sends(Text).Expects(Opcode.Text, []).ThenCloses()),
        new("6.1.2", "three fragments of length 0", script => script
            .Sends(FirstText).Sends(Next).Sends(Last).Expects(Opcode.Text, []).ThenCloses()),
        new("6.1.3", "three fragments, only the middle one not empty", script => script
            .Sends(FirstText).Sends(Next, "middle frame payload").Sends(Last).Expects(Opcode.Text, "middle frame payload").ThenCloses()),
        new("6.2.1", "in one frame", script => script.Sends(Text, Umlauts).Expects(Opcode.Text, Umlauts).ThenCloses()),
        new("6.2.2", "in two fragments between characters", script => script
            .Sends(FirstText, Umlauts[..11]).Sends(Last, Umlauts[11..]).Expects(Opcode.Text, Umlauts).ThenCloses()),
        new("6.2.3", "in fragments of one octet", script => InOctets(script, Encoding.UTF8.GetBytes(Umlauts))),
        new("6.2.4", "in fragments of one octet", script => InOctets(script, Kosme)),
        new("6.3.1", "a surrogate, in one frame", script => script.Sends(Text, WithSurrogate).Fails(1007)),
        new("6.3.2", "a surrogate, in fragments of one octet", script => script.SendsFragmented(FirstText, WithSurrogate, 1).Fails(1007)),
        new("6.4.1", "three fragments, bad in the second", script => script
            .Sends(FirstText, BeyondUnicode.AsSpan(0, 11)).Sends(Next, BeyondUnicode.AsSpan(11, 4)).Fails(1007)),
        new("6.4.2", "three fragments, the second only up to the bad octet", script => script
            .Sends(FirstText, BeyondUnicode.AsSpan(0, 12)).Sends(Next, BeyondUnicode.AsSpan(12, 1)).Fails(1007)),
        new("6.4.3", "three chops of a frame, bad in the second", script => InChops(script, 11, 15)),
        new("6.4.4", "three chops of a frame, the second only up to the bad octet", script => InChops(script, 12, 13)),
    ];

    private static void InOctets(AutobahnScript script, byte[] text) =>
        script.SendsFragmented(FirstText, text, 1).Expects(Opcode.Text, text).ThenCloses();

    private static void InChops(AutobahnScript script, int firstChop, int secondChop)
    {
        var frame = ClientFrame.Frame(Text, BeyondUnicode);
        var header = frame.Length - BeyondUnicode.Length;
        script.SendsBytes(frame[..(header + firstChop)]).SendsBytes(frame[(header + firstChop)..(header + secondChop)]).Fails(1007);
    }
}
