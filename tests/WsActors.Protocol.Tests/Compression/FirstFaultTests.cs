using WsActors.Testing;

namespace WsActors.Protocol.Tests.Compression;

/// <summary>Of several faults in a compressed message the first counts, in whatever pieces the message comes.</summary>
public sealed class FirstFaultTests
{
    private const int Limit = 4096;

    // A block of the reserved type (RFC 1951 §3.2.3) behind whole blocks: the tail that the message went without, and it.
    private static readonly byte[] ReservedBlock = [0x00, 0x00, 0xFF, 0xFF, 0x06];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Text_that_is_not_UTF8_comes_before_the_corrupt_data_behind_it__RFC6455_8_1(int pieceLength) => Assert.Equal(
        ["violated invalid_utf8 1007"],
        After(ClientFrame.Frame(0xC1, [.. ClientDeflater.Once([0xFF]), .. ReservedBlock]), pieceLength));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Message_that_is_too_big_comes_before_the_corrupt_data_behind_it(int pieceLength) => Assert.Equal(
        ["violated message_too_big 1009"],
        After(ClientFrame.Frame(0xC2, [.. ClientDeflater.Once(new byte[Limit + 1]), .. ReservedBlock]), pieceLength));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Text_that_is_not_UTF8_comes_before_the_limit_behind_it__RFC6455_8_1(int pieceLength) => Assert.Equal(
        ["violated invalid_utf8 1007"],
        After(ClientFrame.Frame(0xC1, ClientDeflater.Once([0xFF, .. new byte[Limit]])), pieceLength));

    private static IReadOnlyList<string> After(ReadOnlySpan<byte> bytes, int pieceLength) =>
        new CompressedConversation(maxMessageBytes: Limit).Feed(bytes, pieceLength).Events;
}
