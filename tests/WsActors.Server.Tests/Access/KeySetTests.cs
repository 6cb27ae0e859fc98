using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Access;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Tests.Access;

/// <summary>Keys that an identity provider publishes, on virtual time.</summary>
public sealed class KeySetTests : IDisposable
{
    private static readonly RSA One = RSA.Create(2048);
    private static readonly RSA Two = RSA.Create(2048);

    private readonly FakeTimeProvider _time = new();
    private readonly Meter _meter = new(ServerTelemetry.MeterName);
    private readonly Provider _provider = new();
    private readonly TokenOptions _options = new();
    private readonly HttpClient _http;
    private readonly KeySet _keys;

    public KeySetTests()
    {
        _http = new HttpClient(_provider) { MaxResponseContentBufferSize = _options.KeySets.MaxBytes };
        _keys = new KeySet(
            new Uri("https://idp.test/keys"), _http, _options, new ServerTelemetry(_meter), _time, NullLogger<KeySet>.Instance);
        _provider.Content = TestIssuer.KeySetOf(("one", One));
    }

    [Fact]
    public async Task The_first_question_fetches_them_and_the_next_does_not()
    {
        Assert.Equal("one", Assert.Single((await FindAsync("one"))!).Id);
        Assert.Single((await FindAsync("one"))!);
        Assert.Equal(1, _provider.Requests);
    }

    [Fact]
    public async Task Keys_that_are_there_are_fetched_anew_after_the_refresh_interval()
    {
        var options = new TokenOptions { KeySets = new KeySetOptions { RefreshInterval = TimeSpan.FromMinutes(7) } };
        var keys = new KeySet(
            new Uri("https://idp.test/keys"), _http, options, new ServerTelemetry(_meter), _time, NullLogger<KeySet>.Instance);
        Assert.NotEqual(TimeSpan.FromMinutes(7), keys.NextFetchIn);

        await keys.FindAsync(TokenAlgorithm.RS256, "one");

        Assert.Equal(TimeSpan.FromMinutes(7), keys.NextFetchIn);
    }

    [Fact]
    public async Task An_unknown_kid_fetches_the_keys_that_were_rotated_in()
    {
        await FindAsync("one");
        _provider.Content = TestIssuer.KeySetOf(("two", Two));
        _time.Advance(_options.KeySets.UnknownKeyInterval);

        Assert.Single((await FindAsync("two"))!);
        Assert.Empty((await FindAsync("one"))!);
    }

    // A key without a kid is tried for every token, and is not the one that a new kid means.
    [Fact]
    public async Task An_unknown_kid_fetches_the_keys_although_a_key_without_a_kid_is_there()
    {
        _provider.Content = TestIssuer.KeySetOf(("one", One)).Replace("\"kid\":\"one\"", "\"x\":\"y\"", StringComparison.Ordinal);
        Assert.Null(Assert.Single((await FindAsync("two"))!).Id);
        _provider.Content = TestIssuer.KeySetOf(("two", Two));
        _time.Advance(_options.KeySets.UnknownKeyInterval);

        Assert.Equal("two", Assert.Single((await FindAsync("two"))!).Id);
    }

    [Fact]
    public async Task A_flood_of_unknown_kids_causes_one_fetch_in_each_interval()
    {
        await FindAsync("one");
        for (var i = 0; i < 1000; i++)
            Assert.Empty((await FindAsync($"made-up-{i}"))!);
        Assert.Equal(1, _provider.Requests);

        _time.Advance(_options.KeySets.UnknownKeyInterval);
        for (var i = 0; i < 1000; i++)
            Assert.Empty((await FindAsync($"made-up-{i}"))!);
        Assert.Equal(2, _provider.Requests);
    }

    [Fact]
    public async Task Questions_during_a_fetch_wait_for_that_one()
    {
        _provider.Gate = new TaskCompletionSource();
        var questions = Enumerable.Range(0, 50).Select(_ => FindAsync("one")).ToArray();
        _provider.Gate.SetResult();

        Assert.All(await Task.WhenAll(questions), found => Assert.Single(found!));
        Assert.Equal(1, _provider.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, null)]
    [InlineData(HttpStatusCode.Redirect, null)]
    [InlineData(HttpStatusCode.OK, "not json")]
    [InlineData(HttpStatusCode.OK, "{}")]
    [InlineData(HttpStatusCode.OK, "[]")]
    [InlineData(HttpStatusCode.OK, """{"keys":[]}""")]
    [InlineData(HttpStatusCode.OK, """{"keys":[{"kty":"oct","kid":"one","k":"AAAA"}]}""")]
    [InlineData(HttpStatusCode.OK, """{"keys":[{"kty":"RSA","kid":"one","n":"AQAB","e":"AQAB"}]}""")]
    [InlineData(HttpStatusCode.OK, """{"keys":[{"kty":"RSA","kid":7}]}""")]
    public async Task The_last_good_keys_stay_when_nothing_better_comes(HttpStatusCode status, string? content)
    {
        await FindAsync("one");
        (_provider.Status, _provider.Content) = (status, content ?? "");

        await _keys.FetchAsync();

        Assert.Equal(2, _provider.Requests);
        Assert.Single((await FindAsync("one"))!);
    }

    [Fact]
    public async Task The_last_good_keys_stay_when_the_answer_is_too_large()
    {
        await FindAsync("one");
        _provider.Content = new string(' ', _options.KeySets.MaxBytes + 1) + TestIssuer.KeySetOf(("two", Two));

        await _keys.FetchAsync();

        Assert.Single((await FindAsync("one"))!);
    }

    [Fact]
    public async Task A_fetch_that_hangs_is_given_up()
    {
        await FindAsync("one");
        _provider.Gate = new TaskCompletionSource();
        var fetch = _keys.FetchAsync();
        _time.Advance(_options.KeySets.Timeout);

        await fetch;

        Assert.Single((await FindAsync("one"))!);
    }

    [Fact]
    public async Task Nobody_knows_while_none_have_ever_come_and_the_next_try_is_soon()
    {
        _provider.Status = HttpStatusCode.ServiceUnavailable;
        Assert.Null(await FindAsync("one"));
        _provider.Status = HttpStatusCode.OK;
        Assert.Null(await FindAsync("one"));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single((await FindAsync("one"))!);
    }

    [Theory]
    [InlineData("use", "enc")]
    [InlineData("alg", "RS512")]
    [InlineData("alg", "HS256")]
    public void A_key_for_something_else_is_left_out(string field, string value)
    {
        var json = TestIssuer.KeySetOf(("one", One)).Replace(field == "use" ? "\"sig\"" : "\"RS256\"", $"\"{value}\"", StringComparison.Ordinal);

        Assert.Empty(KeySetReader.Read(json, _options.Algorithms));
    }

    [Fact]
    public void A_key_of_an_algorithm_outside_of_the_list_is_left_out() =>
        Assert.Empty(KeySetReader.Read(TestIssuer.KeySetOf(("one", One)), [TokenAlgorithm.ES256]));

    public void Dispose()
    {
        _http.Dispose();
        _provider.Dispose();
        _meter.Dispose();
    }

    private Task<IReadOnlyList<TokenKey>?> FindAsync(string kid) => _keys.FindAsync(TokenAlgorithm.RS256, kid).AsTask();

    /// <summary>Answers as it is told.</summary>
    private sealed class Provider : HttpMessageHandler
    {
        private int _requests;

        public string Content { get; set; } = "";

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public TaskCompletionSource? Gate { get; set; }

        public int Requests => _requests;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _requests);
            if (Gate is not null)
                await Gate.Task.WaitAsync(cancellationToken);
            return new HttpResponseMessage(Status) { Content = new StringContent(Content) };
        }
    }
}
