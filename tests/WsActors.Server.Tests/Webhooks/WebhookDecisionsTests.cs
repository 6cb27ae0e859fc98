using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Options;
using WsActors.AspNetCore.Webhooks;

namespace WsActors.Server.Tests.Webhooks;

/// <summary>Every question is answered, on a clock that the test moves.</summary>
public sealed class WebhookDecisionsTests : IDisposable
{
    private readonly Meter _meter = new("WsActors.Tests");
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(HttpStatusCode.OK, "answered 200")]
    [InlineData(HttpStatusCode.NoContent, "answered 204")]
    [InlineData(HttpStatusCode.Unauthorized, "answered 401")]
    [InlineData(HttpStatusCode.Forbidden, "answered 403")]
    [InlineData(HttpStatusCode.Created, "gave up: Refuse")]
    [InlineData(HttpStatusCode.Found, "gave up: Refuse")]
    [InlineData(HttpStatusCode.NotFound, "gave up: Refuse")]
    [InlineData(HttpStatusCode.InternalServerError, "gave up: Refuse")]
    public async Task Four_statuses_decide_and_no_other(HttpStatusCode status, string expected)
    {
        var decisions = Start(new StubApplication(_ => status));

        Assert.Equal(expected, await AskAsync(decisions));
    }

    [Fact]
    public async Task An_answer_that_makes_no_sense_is_none()
    {
        var decision = new RecordedDecision { MakesSense = false };
        Start(new StubApplication(_ => HttpStatusCode.OK)).Ask(decision);

        Assert.Equal("gave up: Refuse", await decision.Outcome);
    }

    [Fact]
    public async Task Where_the_settings_say_so_a_failure_lets_in()
    {
        var decisions = Start(new StubApplication(_ => HttpStatusCode.InternalServerError), new WebhookOptions { OnFailure = FailurePolicy.Allow });

        Assert.Equal("gave up: Allow", await AskAsync(decisions));
    }

    [Fact]
    public async Task An_application_that_hangs_is_given_up_when_the_time_is_over()
    {
        var application = StubApplication.ThatHangs();
        var decision = new RecordedDecision();
        Start(application).Ask(decision);
        await UntilAsync(() => application.Count == 1);
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(decision.Outcome.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal("gave up: Refuse", await decision.Outcome);
    }

    [Fact]
    public async Task No_more_questions_are_under_way_than_may_be_and_those_that_waited_too_long_are_not_asked()
    {
        var application = StubApplication.ThatHangs();
        var decisions = Start(application, new WebhookOptions { MaxConcurrentDecisions = 2, OnFailure = FailurePolicy.Allow });
        var asked = Enumerable.Range(0, 5).Select(_ => new RecordedDecision()).ToArray();
        foreach (var decision in asked)
            decisions.Ask(decision);
        await UntilAsync(() => application.Count == 2);
        _time.Advance(TimeSpan.FromSeconds(5));
        var outcomes = await Task.WhenAll(asked.Select(decision => decision.Outcome));

        Assert.Equal(2, application.Count);
        Assert.Equal(2, outcomes.Count(outcome => outcome == "gave up: Allow"));
        Assert.Equal(3, outcomes.Count(outcome => outcome == "gave up: Refuse"));
    }

    [Fact]
    public async Task A_flood_is_refused_at_once_even_where_failures_let_in()
    {
        var application = StubApplication.ThatHangs();
        var options = new WebhookOptions { MaxConcurrentDecisions = 1, MaxWaitingDecisions = 10, OnFailure = FailurePolicy.Allow };
        var decisions = Start(application, options);
        var asked = Enumerable.Range(0, 1000).Select(_ => new RecordedDecision()).ToArray();
        foreach (var decision in asked)
            decisions.Ask(decision);
        await UntilAsync(() => application.Count == 1);
        var refused = asked.Where(decision => decision.Outcome.IsCompleted).ToArray();

        // Ten wait, and one or two are on their way from the queue to the application.
        Assert.InRange(refused.Length, 1000 - 12, 1000 - 10);
        Assert.All(refused, decision => Assert.Equal("gave up: Refuse", decision.Outcome.Result));
    }

    [Fact]
    public async Task An_application_that_keeps_failing_is_left_alone_until_one_question_finds_it_well()
    {
        var isWell = false;
        var application = new StubApplication(_ => isWell ? HttpStatusCode.OK : HttpStatusCode.InternalServerError);
        var decisions = Start(application);
        for (var i = 0; i < 20; i++)
            Assert.Equal("gave up: Refuse", await AskAsync(decisions));
        var before = application.Count;
        Assert.InRange(before, 1, 19);

        isWell = true;
        Assert.Equal("gave up: Refuse", await AskAsync(decisions));
        Assert.Equal(before, application.Count);

        _time.Advance(TimeSpan.FromSeconds(5.1));
        Assert.Equal("answered 200", await AskAsync(decisions));
        Assert.Equal("answered 200", await AskAsync(decisions));
    }

    [Fact]
    public async Task An_application_that_hangs_opens_the_breaker_too()
    {
        var application = StubApplication.ThatHangs();
        var decisions = Start(application);
        for (var n = 1; n <= 5; n++)
        {
            var decision = new RecordedDecision();
            decisions.Ask(decision);
            await UntilAsync(() => application.Count == n);
            _time.Advance(TimeSpan.FromSeconds(5));
            await decision.Outcome;
        }

        Assert.Equal("gave up: Refuse", await AskAsync(decisions));
        Assert.Equal(5, application.Count);
    }

    [Fact]
    public async Task A_body_beyond_the_bound_is_a_failure()
    {
        var decisions = Start(new StubApplication((_, _, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(new byte[WebhookSender.MaxAnswerBytes + 1]),
        })));

        Assert.Equal("gave up: Refuse", await AskAsync(decisions));
    }

    [Fact]
    public async Task A_fault_of_one_question_leaves_the_next_alone()
    {
        var decisions = Start(new StubApplication((attempt, _, _) =>
            attempt == 1 ? throw new InvalidOperationException("planted") : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK))));

        Assert.Equal("gave up: Refuse", await AskAsync(decisions));
        Assert.Equal("answered 200", await AskAsync(decisions));
    }

    public void Dispose() => _meter.Dispose();

    private WebhookDecisions Start(StubApplication application, WebhookOptions? options = null) => new(
        new WebhookSender(application, new WebhookOptions(), _time),
        options ?? new WebhookOptions(),
        _time,
        new ServerTelemetry(_meter).Webhooks,
        NullLogger<WebhookDecisions>.Instance);

    private static async Task<string> AskAsync(WebhookDecisions decisions)
    {
        var decision = new RecordedDecision();
        decisions.Ask(decision);
        return await decision.Outcome;
    }

    // The stub is called on a thread of the pool, soon.
    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
            await Task.Yield();
    }

    private sealed class RecordedDecision : IDecision
    {
        private readonly TaskCompletionSource<string> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public WebhookMessage Message { get; } = new(WebhookKinds.Subscribe, new Uri("http://127.0.0.1:1/hook"), "id", "subject", [1]);

        public bool MakesSense { get; init; } = true;

        public Task<string> Outcome => _outcome.Task;

        public bool TryAnswer(WebhookResponse response)
        {
            if (MakesSense)
                _outcome.SetResult($"answered {response.Status}");
            return MakesSense;
        }

        public void GiveUp(FailurePolicy instead) => _outcome.SetResult($"gave up: {instead}");
    }
}
