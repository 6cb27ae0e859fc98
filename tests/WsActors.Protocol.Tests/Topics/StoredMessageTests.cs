using CsCheck;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Tests.Topics;

/// <summary>Messages as bytes on a disk, and back.</summary>
public sealed class StoredMessageTests
{
    private static readonly Gen<string?> Keys = Gen.OneOf(
        Gen.Const((string?)null), Gen.String[Gen.Char['!', '\u017F'], 1, IdempotencyKeys.MaxKeyLength].Select(key => (string?)key));

    private static readonly Gen<Publication> Publications = Gen.OneOf(
        Gen.Byte.Array[0, 300].Select(bytes => Publication.FromBinary(bytes)),
        Gen.String[0, 50].Select(text => TextOf(text)),
        Gen.Int.Select(number => JsonOf(number)));

    private static readonly Gen<StoredMessage> Messages = Gen.Select(
        Gen.Long[1, long.MaxValue],
        Gen.Long[0, 4_000_000_000_000],
        Gen.Select(Publications, Keys, (publication, about) => publication.About(about).Named(about is { Length: > 3 } ? about[1..] : null)),
        Keys,
        (offset, at, publication, key) => new StoredMessage(offset, DateTimeOffset.FromUnixTimeMilliseconds(at), publication, key));

    [Fact]
    public void What_is_written_is_read() => Messages.Array[0, 5].Sample(messages =>
    {
        var read = StoredBatch.Read(StoredBatch.Write(messages), out var fault);

        Assert.Null(fault);
        Assert.Equal(messages.Select(Shown), read.Select(Shown));
    });

    [Fact]
    public void A_batch_cut_anywhere_is_read_up_to_there_and_its_end_is_a_fault() => Messages.Array[1, 4].Sample(messages =>
    {
        var bytes = StoredBatch.Write(messages);
        var whole = new HashSet<int>(messages.Select((_, i) => messages.Take(i).Sum(message => message.Length)));
        for (var length = 0; length < bytes.Length; length++)
        {
            var read = StoredBatch.Read(bytes.AsMemory(0, length), out var fault);

            Assert.Equal(messages.Take(read.Count).Select(Shown), read.Select(Shown));
            Assert.Equal(whole.Contains(length), fault is null);
        }
    }, iter: 50);

    [Fact]
    public void A_changed_byte_never_gives_another_message() => Gen.Select(Messages, Gen.Int[0, 100_000], Gen.Byte[1, 255]).Sample((message, where, change) =>
    {
        var bytes = StoredBatch.Write([message]);
        bytes[where % bytes.Length] ^= change;

        Assert.False(StoredMessage.TryRead(bytes, out _, out var fault));
        Assert.NotEmpty(fault);
    });

    [Fact]
    public void Any_bytes_are_read_or_refused() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        StoredBatch.Read(bytes, out var fault);

        Assert.Equal(bytes.Length == 0, fault is null);
    });

    // The layout is what older files hold: a change here is a new version, which reads this one as well.
    [Fact]
    public void Version_1_is_read_as_it_was_first_written()
    {
        var bytes = Convert.FromHexString(
            "01010200030005000000" + "0700000000000000" + "E803000000000000" + "6B31" + "6B6579" + "68656C6C6F" + "9D293793");

        Assert.True(StoredMessage.TryRead(bytes, out var message, out var fault), fault);
        Assert.Equal((7, DateTimeOffset.FromUnixTimeSeconds(1), "Text", "hello", "key", "k1"), (
            message.Offset,
            message.At,
            message.Publication.Format.ToString(),
            System.Text.Encoding.UTF8.GetString(message.Publication.Payload.Span),
            message.Publication.Key,
            message.IdempotencyKey));
    }

    [Fact]
    public void A_later_version_is_refused_by_name()
    {
        var bytes = StoredBatch.Write([new StoredMessage(1, DateTimeOffset.UnixEpoch, JsonOf(1))]);
        bytes[0] = 3;

        Assert.False(StoredMessage.TryRead(bytes, out _, out var fault));
        Assert.Equal("it is of version 3, and this program reads versions 1 and 2", fault);
    }

    private static Publication TextOf(string text)
    {
        Assert.True(Publication.TryParseText(System.Text.Encoding.UTF8.GetBytes(text), out var publication, out _));
        return publication;
    }

    private static Publication JsonOf(int number)
    {
        Assert.True(Publication.TryParseJson(System.Text.Encoding.UTF8.GetBytes($"[{number}]"), out var publication, out _));
        return publication;
    }

    private static string Shown(StoredMessage message) =>
        $"{message.Offset} {message.At:O} {message.IdempotencyKey} {message.Publication.Key} {message.Publication.Event} {message.Publication.Format} {Convert.ToHexString(message.Publication.Payload.Span)}";
}
