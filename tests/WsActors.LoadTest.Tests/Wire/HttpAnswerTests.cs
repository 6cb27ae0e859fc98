using System.Text;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Tests.Wire;

public sealed class HttpAnswerTests
{
    private const string WithLength = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private const string Chunked = "HTTP/1.1 400 Bad Request\r\nTransfer-Encoding: chunked\r\n\r\n1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n";

    private const string WithoutBody = "HTTP/1.1 204 No Content\r\n\r\n";

    [Theory]
    [InlineData(WithoutBody, 204)]
    [InlineData(WithLength, 200)]
    [InlineData(Chunked, 400)]
    public void An_answer_ends_where_it_says_and_another_can_follow(string answer, int expected)
    {
        Assert.Equal(answer.Length, HttpAnswer.Read(Encoding.ASCII.GetBytes(answer + WithLength), out var status));
        Assert.Equal(expected, status);
    }

    [Theory]
    [InlineData(WithLength)]
    [InlineData(Chunked)]
    public void Without_its_last_byte_no_part_of_an_answer_is_taken(string answer)
    {
        for (var length = 0; length < answer.Length; length++)
            Assert.Equal(0, HttpAnswer.Read(Encoding.ASCII.GetBytes(answer[..length]), out _));
    }

    [Theory]
    [InlineData("FTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    public void What_does_not_say_where_it_ends_is_no_answer(string answer) =>
        Assert.Throws<InvalidDataException>(() => HttpAnswer.Read(Encoding.ASCII.GetBytes(answer), out _));
}
