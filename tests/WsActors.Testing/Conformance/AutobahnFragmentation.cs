using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Testing.Conformance;

/// <summary>5.1 to 5.20: fragmentation.</summary>
internal static class AutobahnFragmentation
{
    private const byte FirstText = 0x01;
    private const byte Next = 0x00;
    private const byte Last = 0x80;
    private const byte Text = 0x81;
    private const byte Ping = 0x89;
    private const string Alone = "non-continuation payload";
    private const string Hello = "Hello, world!";

    public static IEnumerable<AutobahnCase> Cases() =>
    [
        new("5.1", "a fragmented ping", script => script.Sends(0x09, "fragment1").Sends(Last, "fragment2").Fails(1002)),
        new("5.2", "a fragmented pong", script => script.Sends(0x0A, "fragment1").Sends(Last, "fragment2").Fails(1002)),
        new("5.3", "two fragments", script => TwoFragments(script)),
        new("5.4", "two fragments, frame by frame", script => TwoFragments(script)),
        new("5.5", "two fragments, octet by octet", script => TwoFragments(script, chop: 1)),
        new("5.6", "a ping between two fragments", script => PingBetween(script)),
        new("5.7", "a ping between two fragments, frame by frame", script => PingBetween(script)),
        new("5.8", "a ping between two fragments, octet by octet", script => PingBetween(script, chop: 1)),
        new("5.9", "a last continuation of nothing", script => OfNothing(script, Last)),
        new("5.10", "a last continuation of nothing, frame by frame", script => OfNothing(script, Last)),
        new("5.11", "a last continuation of nothing, octet by octet", script => OfNothing(script, Last, chop: 1)),
        new("5.12", "a continuation of nothing", script => OfNothing(script, Next)),
        new("5.13", "a continuation of nothing, frame by frame", script => OfNothing(script, Next)),
        new("5.14", "a continuation of nothing, octet by octet", script => OfNothing(script, Next, chop: 1)),
        new("5.15", "a whole message, then a continuation of nothing", script => script
            .Sends(FirstText, "fragment1").Sends(Last, "fragment2").Expects(Opcode.Text, "fragment1fragment2")
            .Sends(Next, "fragment3").Sends(Text, "fragment4")
            .Fails(1002)),
        new("5.16", "continuations of nothing before messages, twice", script => BeforeMessages(script, Next)),
        new("5.17", "last continuations of nothing before messages, twice", script => BeforeMessages(script, Last)),
        new("5.18", "a message inside a message", script => script.Sends(FirstText, "fragment1").Sends(Text, "fragment2").Fails(1002)),
        new("5.19", "five fragments with two pings, the first answered before the rest comes", script => FiveFragments(script)),
        new("5.20", "the same, frame by frame", script => FiveFragments(script)),
    ];

    private static void TwoFragments(AutobahnScript script, int chop = 0) => script
        .Sends(FirstText, "fragment1", chop).Sends(Last, "fragment2", chop)
        .Expects(Opcode.Text, "fragment1fragment2")
        .ThenCloses();

    private static void PingBetween(AutobahnScript script, int chop = 0) => script
        .Sends(FirstText, "fragment1", chop)
        .Sends(Ping, "ping payload", chop).Expects(Opcode.Pong, "ping payload")
        .Sends(Last, "fragment2", chop).Expects(Opcode.Text, "fragment1fragment2")
        .ThenCloses();

    private static void OfNothing(AutobahnScript script, byte first, int chop = 0) =>
        script.Sends(first, Alone, chop).Sends(Text, Hello, chop).Fails(1002);

    private static void BeforeMessages(AutobahnScript script, byte first)
    {
        for (var i = 0; i < 2; i++)
            script.Sends(first, "fragment1").Sends(FirstText, "fragment2").Sends(Last, "fragment3");
        script.Fails(1002);
    }

    private static void FiveFragments(AutobahnScript script) => script
        .Sends(FirstText, "fragment1").Sends(Next, "fragment2")
        .Sends(Ping, "pongme 1!").Expects(Opcode.Pong, "pongme 1!")
        .AwaitsAnswers()
        .Sends(Next, "fragment3").Sends(Next, "fragment4")
        .Sends(Ping, "pongme 2!").Expects(Opcode.Pong, "pongme 2!")
        .Sends(Last, "fragment5").Expects(Opcode.Text, "fragment1fragment2fragment3fragment4fragment5")
        .ThenCloses();
}
