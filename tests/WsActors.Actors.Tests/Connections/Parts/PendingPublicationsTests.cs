using CsCheck;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Subscribing;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections.Parts;

/// <summary>Publications that the application decides about leave in the client's order, whichever is answered first.</summary>
public sealed class PendingPublicationsTests
{
    private readonly TurnHarness _harness = new(rules: new TopicRule { Match = "*", Publish = Permission.Webhook });
    private Publications _publications;
    private int _requests;

    [Fact]
    public void Whatever_the_order_of_the_answers_each_is_concluded_once_in_the_order_of_the_client() =>
        Gen.Select(Gen.Shuffle(Enumerable.Range(0, 8).ToArray()), Gen.Bool.Array[8]).Sample(
            (order, isAllowed) =>
            {
                var questions = Enumerable.Range(0, 8).Select(_ => Publish()).ToArray();
                foreach (var index in order)
                {
                    Answer(questions[index], isAllowed[index]);
                    Answer(questions[index], !isAllowed[index]);
                }

                var concluded = _harness.Decided().Select(Concluded).ToArray();
                Assert.Equal(questions.Select((question, index) => (question.Request, isAllowed[index])), concluded);
            },
            iter: Effort.Rounds(1000),
            threads: 1);

    [Fact]
    public void One_more_than_may_wait_is_refused_and_asks_nobody()
    {
        for (var i = 0; i < PendingPublications.MaxLength; i++)
            Publish();
        Send();

        var refused = Assert.Single(_harness.Decided());
        Assert.Equal(ErrorCode.TryAgainLater, Assert.IsType<ServerEvent.Error>(refused.Subject).Code);
    }

    [Fact]
    public void An_answer_that_nobody_waits_for_changes_nothing()
    {
        var question = Publish();
        Answer(question with { }, isAllowed: true);
        Assert.Empty(_harness.Decided());

        Answer(question, isAllowed: true);
        Answer(question, isAllowed: true);
        Assert.Single(_harness.Decided());
    }

    [Fact]
    public void A_client_is_excluded_from_its_own_publication_unless_it_asked_for_it()
    {
        var question = Publish();

        Assert.Equal(_harness.Turn.Id.ToString(), question.Publication.Except);
    }

    private AuthorizationRequest.Publish Publish()
    {
        Send();
        return Assert.IsType<AuthorizationRequest.Publish>(Assert.Single(_harness.Decided()).Subject);
    }

    private void Send()
    {
        var command = new ClientCommand.Publish(RequestId.Of(++_requests), TopicName.Parse("news"), Publication.FromBinary(new byte[1])) { IncludesSender = false };
        _publications.Publish(command, only: null, _harness.Turn);
    }

    private void Answer(AuthorizationRequest.Publish question, bool isAllowed) => _publications.OnDecided(
        question, isAllowed ? AuthorizationResult.Allowed.Instance : new AuthorizationResult.Refused(null), _harness.Turn);

    private static (RequestId?, bool) Concluded(Effect effect) => effect.Subject switch
    {
        TopicRequest.Publish published => (published.Request, true),
        ServerEvent.Error error => (error.Id, false),
        var other => throw new ArgumentException($"{other} concludes nothing", nameof(effect)),
    };
}
