using System.Text;
using CsCheck;
using WsActors.AspNetCore.Webhooks;
using WsActors.Protocol.Access;

namespace WsActors.Server.Tests.Webhooks;

public sealed class ConnectAnswerTests
{
    private static readonly Identity Known = new() { User = "from-token", ExpiresAt = DateTimeOffset.UnixEpoch };

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    [InlineData("{}")]
    [InlineData("""{"later": "version"}""")]
    public void An_answer_that_says_nothing_changes_nothing(string body) => Assert.Same(Known, Merge(body));

    [Fact]
    public void What_it_says_takes_the_place_of_what_the_token_said()
    {
        var merged = Merge(
            """
            {"user": "ann", "topics": ["inbox.ann", "news"], "subscribe": ["room.*"], "publish": [], "info": { "name": "Ann" }, "expiresAt": "2030-01-02T03:04:05Z"}
            """)!;

        Assert.Equal("ann", merged.User);
        Assert.Equal(["inbox.ann", "news"], merged.Topics.Select(topic => topic.Value));
        Assert.Equal(["room.*"], merged.MaySubscribe!.Select(pattern => pattern.Text));
        Assert.Empty(merged.MayPublish!);
        Assert.Equal("""{"name":"Ann"}""", merged.Info);
        Assert.Equal(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero), merged.ExpiresAt);
    }

    [Theory]
    [InlineData("OK")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{} {}")]
    [InlineData("{\"user\": ")]
    [InlineData("""{"info": "\ud800"}""")]
    [InlineData("""{"user": 7}""")]
    [InlineData("""{"user": ""}""")]
    [InlineData("""{"user": null}""")]
    [InlineData("""{"user": "a\u0000b"}""")]
    [InlineData("""{"user": "\ud800"}""")]
    [InlineData("""{"topics": "news"}""")]
    [InlineData("""{"topics": [""]}""")]
    [InlineData("""{"topics": [null]}""")]
    [InlineData("""{"subscribe": [7]}""")]
    [InlineData("""{"expiresAt": "tomorrow"}""")]
    public void An_answer_that_makes_no_sense_counts_for_nothing(string body) => Assert.Null(Merge(body));

    [Fact]
    public void A_user_is_bounded() => Assert.Null(Merge($$"""{"user": "{{new string('x', 256)}}"}"""));

    [Fact]
    public void Topics_are_bounded() =>
        Assert.Null(Merge($$"""{"topics": [{{string.Join(',', Enumerable.Range(0, 1001).Select(n => $"\"t{n}\""))}}]}"""));

    [Fact]
    public void No_bytes_make_it_throw() => Gen.Byte.Array[0, 200].Sample(body => { ConnectAnswer.TryMerge(body, Known, out _); });

    [Fact]
    public void No_change_of_a_good_answer_makes_it_throw()
    {
        var good = Encoding.UTF8.GetBytes("""{"user":"ann","topics":["a"],"subscribe":["b*"],"publish":["c"],"expiresAt":"2030-01-02T03:04:05Z"}""");
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Sample((index, value) =>
        {
            byte[] changed = [.. good];
            changed[index] = value;
            ConnectAnswer.TryMerge(changed, Known, out _);
        });
    }

    private static Identity? Merge(string body) =>
        ConnectAnswer.TryMerge(Encoding.UTF8.GetBytes(body), Known, out var merged) ? merged : null;
}
