using WsActors.Protocol.Tests.Session;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Protocol.WebSocket.Session;
using WsActors.Testing;
using WsActors.Testing.Conformance;

namespace WsActors.Protocol.Tests.Conformance;

/// <summary>
/// The suite's cases against the pure session, with its strict expectation: what was legal before a fault is answered,
/// and the close code is the right one. However the bytes are cut.
/// </summary>
public sealed class AutobahnCaseTests
{
    public static TheoryData<string> Ids => [.. AutobahnCases.All.Select(one => one.Id)];

    /// <summary>All but the large ones, which the suite itself cuts in every way.</summary>
    public static TheoryData<string> IdsToCut => [.. AutobahnCases.All.Where(one => one.Category != "9").Select(one => one.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void As_the_suite_sends_it(string id)
    {
        var script = AutobahnCases.Find(id).Script();
        var conversation = Conversation.Open();
        var frames = new List<ServerFrame>();
        foreach (var step in script.Steps)
        {
            if (step is AutobahnStep.Send send)
            {
                foreach (var write in send.Writes())
                    conversation.Receive(write.Span);
            }

            frames.AddRange(conversation.TakeFrames());
            if (step is AutobahnStep.AwaitAnswers answers)
                Assert.Equal(answers.Count, frames.Count);
        }

        Expect(script, frames, conversation);
    }

    [Theory]
    [MemberData(nameof(IdsToCut))]
    public void In_one_piece(string id)
    {
        var script = AutobahnCases.Find(id).Script();
        var conversation = Conversation.Open().Receive(script.AllBytes);

        Expect(script, conversation.Frames, conversation);
    }

    [Theory]
    [MemberData(nameof(IdsToCut))]
    public void Octet_by_octet(string id)
    {
        var script = AutobahnCases.Find(id).Script();
        var conversation = Conversation.Open().ReceiveOctetWise(script.AllBytes);

        Expect(script, conversation.Frames, conversation);
    }

    [Fact]
    public void The_table_has_every_case_of_these_categories() => Assert.Equal(
        ["1: 16", "2: 11", "3: 7", "4: 10", "5: 20", "6: 145", "7: 37", "9: 54", "10: 1"],
        AutobahnCases.All.GroupBy(one => one.Category).Select(category => $"{category.Key}: {category.Count()}"));

    private static void Expect(AutobahnScript script, IReadOnlyList<ServerFrame> frames, Conversation conversation)
    {
        Assert.Equal(script.Answers, frames.SkipLast(1));
        Assert.Equal(Opcode.Close, frames[^1].Opcode);
        Assert.Equal(script.CloseCode, frames[^1].CloseCode);
        Assert.True(conversation.State.IsOver());
    }
}
