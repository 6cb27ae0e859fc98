using CsCheck;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Subscribing;
using WsActors.Actors.Model;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Tests.Backend;

public sealed class PendingPublicationsTests
{
    private static readonly TopicName News = TopicName.Parse("news");

    [Fact]
    public void In_whatever_order_answers_come_all_leave_in_the_order_in_which_they_were_asked() =>
        Gen.Shuffle(Enumerable.Range(0, PendingPublications.MaxLength).ToArray()).Sample(order =>
        {
            var requests = order.Select(_ => Ask()).ToArray();
            var line = new PendingPublications();
            foreach (var request in requests)
                line.Add(request);

            var left = new List<AuthorizationRequest.Publish>();
            foreach (var index in order)
            {
                line.Answer(requests[index], AuthorizationResult.Allowed.Instance);
                while (line.TryTake(out var request, out _))
                    left.Add(request);
            }

            Assert.Equal(requests, left);
            Assert.True(line.IsEmpty);
        });

    [Fact]
    public void The_first_answer_to_a_question_counts()
    {
        var line = new PendingPublications();
        var (first, second) = (Ask(), Ask());
        line.Add(first);
        line.Add(second);
        line.Answer(second, AuthorizationResult.Allowed.Instance);
        line.Answer(second, AuthorizationResult.Unanswered.Instance);
        line.Answer(first, AuthorizationResult.Allowed.Instance);
        line.TryTake(out _, out _);
        line.TryTake(out _, out var result);

        Assert.Same(AuthorizationResult.Allowed.Instance, result);
    }

    [Fact]
    public void An_answer_that_nobody_waits_for_changes_nothing()
    {
        var line = new PendingPublications();
        line.Answer(Ask(), AuthorizationResult.Allowed.Instance);

        Assert.True(line.IsEmpty);
    }

    private static AuthorizationRequest.Publish Ask() => new()
    {
        Connection = new ConnectionId(1),
        User = null,
        Topic = News,
        Publication = Publication.FromBinary(new byte[] { 1 }),
    };
}
