using WsActors.Protocol.WebSocket.Frames;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Testing.Conformance;

namespace WsActors.Server.Tests.Conformance;

/// <summary>
/// The suite's cases over real sockets, with its strict expectation. Over TCP that means: what was legal is answered
/// although the fault lay in the same segment, the close frame is read before anything like a reset, and the server is
/// the one that ends the stream.
/// </summary>
[Collection(SharedServer.Name)]
[Trait("Speed", "Slow")]
public sealed class AutobahnCaseTests(SharedServer server)
{
    /// <summary>Bytes up to which a case is delivered octet by octet: each is a segment of its own.</summary>
    private const int OctetWiseUpTo = 2000;

    public static TheoryData<string> Ids => [.. AutobahnCases.All.Select(one => one.Id)];

    public static TheoryData<string> IdsInOneSegment => IdsUpTo(int.MaxValue);

    public static TheoryData<string> IdsOctetWise => IdsUpTo(OctetWiseUpTo);

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task As_the_suite_sends_it(string id)
    {
        var script = AutobahnCases.Find(id).Script();
        using var connection = await EchoConnection.OpenAsync(server.PushUri);
        foreach (var step in script.Steps)
        {
            if (step is AutobahnStep.AwaitAnswers answers)
                await connection.ReceiveAsync(answers.Count);
            else if (step is AutobahnStep.Send send)
                await SendAsync(connection, send.Writes());
        }

        await connection.ReceiveToEndAsync();
        Expect(script, connection);
    }

    [Theory]
    [MemberData(nameof(IdsInOneSegment))]
    public async Task In_one_segment(string id)
    {
        var script = AutobahnCases.Find(id).Script();
        using var connection = await EchoConnection.OpenAsync(server.PushUri);
        await connection.SendAsync(script.AllBytes);
        await connection.ReceiveToEndAsync();

        Expect(script, connection);
    }

    [Theory]
    [MemberData(nameof(IdsOctetWise))]
    public async Task Octet_by_octet(string id)
    {
        var script = AutobahnCases.Find(id).Script();
        using var connection = await EchoConnection.OpenAsync(server.PushUri);
        await SendAsync(connection, script.AllBytes.Select(octet => (ReadOnlyMemory<byte>)new[] { octet }));
        await connection.ReceiveToEndAsync();

        Expect(script, connection);
    }

    // Where a message comes before a pong, the pong may overtake it (RFC 6455 §5.5.2: "as soon as is practical"); no case
    // of the suite expects them in that order.
    private static void Expect(AutobahnScript script, EchoConnection connection)
    {
        Assert.NotEmpty(connection.Frames);
        Assert.Equal(script.Answers, connection.Frames.SkipLast(1));
        Assert.Equal(Opcode.Close, connection.Frames[^1].Opcode);
        Assert.Equal(script.CloseCode, connection.Frames[^1].CloseCode);
    }

    private static async Task SendAsync(EchoConnection connection, IEnumerable<ReadOnlyMemory<byte>> writes)
    {
        foreach (var write in writes)
            await connection.SendAsync(write);
    }

    private static TheoryData<string> IdsUpTo(int bytes) =>
        [.. AutobahnCases.All.Where(one => one.Category != "9" && one.Script().AllBytes.Length <= bytes).Select(one => one.Id)];
}
