using System.Text;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Tests.Topics;

public sealed class KeyedPublicationTests
{
    private static readonly KeyedPublication First = KeyedPublication.Of(7, Text("{}").About("score"));

    [Fact]
    public void The_same_bytes_again_are_a_repetition() => Assert.True(First.IsOf(Text("{}").About("score")));

    [Theory]
    [InlineData("{ }", "score")]
    [InlineData("", "score")]
    [InlineData("{}", "other")]
    [InlineData("{}", null)]
    public void Another_payload_or_delivery_key_is_another_publication(string payload, string? key) =>
        Assert.False(First.IsOf(Text(payload).About(key)));

    [Fact]
    public void The_same_bytes_in_another_format_are_another_publication()
    {
        Assert.True(Publication.TryParseJson("{}"u8.ToArray(), out var json, out _));

        Assert.False(First.IsOf(json.About("score")));
    }

    private static Publication Text(string text) =>
        Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out _) ? publication : throw new ArgumentException(text);
}
