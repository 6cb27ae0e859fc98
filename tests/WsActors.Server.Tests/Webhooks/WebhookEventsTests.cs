using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Options;
using WsActors.AspNetCore.Webhooks;

namespace WsActors.Server.Tests.Webhooks;

/// <summary>Events are repeated until they are taken, in the order of their subject, on a clock that the test moves.</summary>
public sealed class WebhookEventsTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly Meter _meter = new("WsActors.Tests");
    private readonly MeterListener _listener = new();
    private readonly RecordingTime _time = new();
    private readonly Dictionary<string, long> _dropped = [];

    public WebhookEventsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == _meter && instrument.Name == "wsactors.webhooks.events.dropped")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            lock (_dropped)
                _dropped[(string)tags[0].Value!] = _dropped.GetValueOrDefault((string)tags[0].Value!) + value;
        });
        _listener.Start();
    }

    [Fact]
    public async Task An_event_that_fails_is_repeated_under_its_id_until_it_is_taken()
    {
        var application = new StubApplication(attempt => attempt < 4 ? HttpStatusCode.InternalServerError : HttpStatusCode.OK);
        using var events = Start(application);
        events.Tell(Message("a", 1));
        await TimePassesUntilAsync(() => application.Count == 4);
        await events.StopAsync(Timeout);

        Assert.Equal(4, application.Posts.Count);
        Assert.Single(application.Posts.Select(post => post.Id).Distinct());
        Assert.Empty(_dropped);
    }

    [Theory]
    [InlineData(HttpStatusCode.Found)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task An_event_that_is_never_taken_is_given_up_and_counted(HttpStatusCode status)
    {
        var application = new StubApplication(_ => status);
        using var events = Start(application, new WebhookOptions { EventRetries = 2 });
        events.Tell(Message("a", 1));
        await TimePassesUntilAsync(() => Dropped("gave_up") == 1);

        Assert.Equal(3, application.Count);
    }

    [Fact]
    public async Task Before_each_further_attempt_it_waits_and_no_longer_than_the_settings_say()
    {
        var options = new WebhookOptions
        {
            EventRetries = 6,
            EventRetryDelay = TimeSpan.FromSeconds(4),
            MaxEventRetryDelay = TimeSpan.FromSeconds(20),
            EventTimeout = TimeSpan.FromSeconds(59),
        };
        using var events = Start(new StubApplication(_ => HttpStatusCode.InternalServerError), options);
        events.Tell(Message("a", 1));
        await TimePassesUntilAsync(() => Dropped("gave_up") == 1);

        var waits = _time.Waits.Where(wait => wait != options.EventTimeout && wait != System.Threading.Timeout.InfiniteTimeSpan).ToArray();
        Assert.Equal(options.EventRetries, waits.Length);
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.FromTicks(1), options.MaxEventRetryDelay));
    }

    [Fact]
    public async Task An_attempt_that_hangs_is_ended_and_repeated()
    {
        var application = StubApplication.ThatHangs();
        using var events = Start(application);
        events.Tell(Message("a", 1));
        await TimePassesUntilAsync(() => application.Count == 3);
    }

    [Fact]
    public async Task Events_of_one_subject_keep_their_order_through_failures()
    {
        var application = new StubApplication(attempt => attempt % 3 == 0 ? HttpStatusCode.OK : HttpStatusCode.InternalServerError);
        using var events = Start(application, new WebhookOptions { BreakFor = TimeSpan.FromSeconds(0.5) });
        for (var n = 0; n < 20; n++)
            events.Tell(Message("a", n));
        await TimePassesUntilAsync(() => application.Posts.Any(post => post.Body == "a 19"));

        var order = application.Posts.Select(post => post.Body).Distinct();
        Assert.Equal(Enumerable.Range(0, 20).Select(n => $"a {n}"), order);
    }

    [Fact]
    public async Task Beyond_the_bound_the_newest_take_the_place_of_older_ones_and_are_counted()
    {
        var isWell = false;
        var application = new StubApplication(_ => Volatile.Read(ref isWell) ? HttpStatusCode.OK : HttpStatusCode.InternalServerError);
        using var events = Start(application, new WebhookOptions { MaxWaitingEvents = 10, EventRetries = 100 });
        events.Tell(Message("a", 0));
        await UntilAsync(() => application.Count == 1);
        for (var n = 1; n < 100; n++)
            events.Tell(Message("a", n));
        Assert.Equal(90, Dropped("queue_full"));

        Volatile.Write(ref isWell, true);
        await TimePassesUntilAsync(() => application.Posts.Any(post => post.Body == "a 99"));

        // The first was under way and could not be dropped; behind it are the nine latest.
        Assert.Equal(["a 0", .. Enumerable.Range(91, 9).Select(n => $"a {n}")], application.Posts.Select(post => post.Body).Distinct());
    }

    [Fact]
    public async Task What_cannot_be_delivered_before_the_end_is_counted()
    {
        var application = StubApplication.ThatHangs();
        using var events = Start(application);
        for (var n = 0; n < 5; n++)
            events.Tell(Message("a", n));
        await UntilAsync(() => application.Count == 1);
        await events.StopAsync(TimeSpan.Zero);

        Assert.Equal(5, Dropped("shutdown"));
    }

    [Fact]
    public async Task What_waits_at_the_end_is_still_delivered()
    {
        var application = new StubApplication(_ => HttpStatusCode.OK);
        using var events = Start(application);
        for (var n = 0; n < 100; n++)
            events.Tell(Message($"subject {n}", n));
        await events.StopAsync(Timeout);

        Assert.Equal(100, application.Count);
        Assert.Empty(_dropped);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    private WebhookEvents Start(StubApplication application, WebhookOptions? options = null) => new(
        new WebhookSender(application, new WebhookOptions(), _time),
        options ?? new WebhookOptions(),
        _time,
        new ServerTelemetry(_meter).Webhooks,
        NullLogger<WebhookEvents>.Instance);

    private static WebhookMessage Message(string subject, int n) => new(
        WebhookKinds.Event, new Uri("http://127.0.0.1:1/hook"), $"id-{subject}-{n}", subject, System.Text.Encoding.UTF8.GetBytes($"{subject} {n}"));

    private long Dropped(string cause)
    {
        lock (_dropped)
            return _dropped.GetValueOrDefault(cause);
    }

    private async Task TimePassesUntilAsync(Func<bool> holds)
    {
        while (!holds())
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds())
            await Task.Yield();
    }

    /// <summary>A clock that the test moves, and that remembers for how long it was asked to wait.</summary>
    private sealed class RecordingTime : FakeTimeProvider
    {
        public ConcurrentQueue<TimeSpan> Waits { get; } = new();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Enqueue(dueTime);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
