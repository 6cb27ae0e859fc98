using CsCheck;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Tests.Wire;

public sealed class MessageInflaterTests
{
    // A final block where a stored one is announced with lengths that do not agree.
    private static readonly byte[] Broken = [0x01, 0x05, 0x00, 0x00, 0x00, 0x55];

    [Fact]
    public void One_inflater_reads_messages_of_many_senders_that_keep_no_context() =>
        Gen.Byte[0, 9].Array[0, 20_000].Array[1, 10].Sample(
            messages =>
            {
                using var inflater = new MessageInflater();
                Assert.All(messages, message => Assert.Equal(message, inflater.Inflate(Deflater.Alone(message)).ToArray()));
            },
            iter: 50);

    [Fact]
    public void An_empty_message_is_empty_and_the_next_is_read()
    {
        using var inflater = new MessageInflater();

        Assert.Empty(inflater.Inflate(Deflater.Alone([])).ToArray());
        Assert.Equal([1, 2, 3], inflater.Inflate(Deflater.Alone([1, 2, 3])).ToArray());
    }

    [Fact]
    public void One_inflater_reads_the_messages_of_a_sender_that_keeps_its_context()
    {
        using var deflater = new Deflater();
        using var inflater = new MessageInflater();
        var message = Enumerable.Range(0, 1000).Select(i => (byte)(i * i)).ToArray();
        var sizes = Enumerable.Range(0, 3).Select(_ =>
        {
            var payload = deflater.Deflate(message);
            Assert.Equal(message, inflater.Inflate(payload).ToArray());
            return payload.Length;
        }).ToArray();
        Assert.True(sizes[1] < sizes[0] / 2, "the second message refers to the first");
    }

    [Fact]
    public void What_is_not_deflated_is_a_fault()
    {
        using var inflater = new MessageInflater();
        Assert.Throws<InvalidDataException>(() => inflater.Inflate(Broken));
    }

    [Fact]
    public void A_broken_message_of_one_sender_does_not_harm_the_next()
    {
        using var inflater = new SharedInflater();
        Assert.Throws<InvalidDataException>(() => inflater.Inflate(Broken));
        Assert.Equal("hello"u8, inflater.Inflate(Deflater.Alone("hello"u8)));
    }

    [Fact]
    public void More_messages_than_are_remembered_come_out_right_again_and_again()
    {
        using var inflater = new SharedInflater();
        for (var i = 0; i < 100; i++)
        {
            byte[] message = [(byte)(i % 25), 1, 2, 3];
            Assert.Equal(message, inflater.Inflate(Deflater.Alone(message)));
        }
    }
}
