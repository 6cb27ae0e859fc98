using System.Text;
using WsActors.LoadTest.Returning;

namespace WsActors.LoadTest.Tests.Returning;

public sealed class ServerWordsTests
{
    [Fact]
    public void A_message_is_read_by_its_fields_in_any_order()
    {
        Assert.True(ServerWords.TryRead("""{"data":{"offset":1,"topic":"b"},"offset":12,"topic":"a","type":"message","new":[1]}"""u8, out var words));
        Assert.Equal(("message", "a", 12), (Encoding.UTF8.GetString(words.Type), Encoding.UTF8.GetString(words.Topic), words.Offset));
    }

    [Fact]
    public void A_subscription_is_read()
    {
        Assert.True(ServerWords.TryRead("""{"type":"subscribed","id":1,"topic":"a","epoch":"e","offset":12,"recovered":false}"""u8, out var words));
        Assert.Equal(("e", 12, false), (words.Epoch, words.Offset, words.Recovered));
    }

    [Fact]
    public void A_gap_is_read()
    {
        Assert.True(ServerWords.TryRead("""{"type":"gap","topic":"a","from":3,"to":7,"reason":"not_kept"}"""u8, out var words));
        Assert.Equal((3, 7), (words.From, words.To));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("""{"type":"message","offset":"12"}""")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"type":"message",""")]
    public void Anything_else_is_no_message(string message) => Assert.False(ServerWords.TryRead(Encoding.UTF8.GetBytes(message), out _));
}
