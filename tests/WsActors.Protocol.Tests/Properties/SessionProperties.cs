using CsCheck;
using WsActors.Protocol.Tests.Session;
using WsActors.Testing;
using WsActors.Testing.Fuzzing;

namespace WsActors.Protocol.Tests.Properties;

/// <summary>What holds for all streams: they mean the same however they are cut, and none of them does harm.</summary>
public sealed class SessionProperties
{
    [Fact]
    public void Any_cut_of_a_legal_stream_gives_the_same_events_and_answers() =>
        Gen.Select(Streams.Legal, Gen.Int[1, 64].List[1, 50]).Sample(MeansTheSame, iter: 300);

    [Fact]
    public void Any_cut_of_a_stream_with_faults_gives_the_same_events_and_answers() =>
        Gen.Select(Streams.Mixed, Gen.Int[1, 64].List[1, 50]).Sample(MeansTheSame, iter: 300);

    [Fact]
    public void Large_messages_that_are_received_in_place_are_the_same_messages() => Gen.Select(
        Gen.Byte.Array[0, 5000].List[1, 6], Gen.Int[1, 300], Gen.Int[1, 900].List[1, 20], Gen.Bool).Sample((fragments, bufferBytes, reads, isText) =>
        {
            var stream = Fragmented(fragments, isText);
            var whole = Conversation.Open().Receive(stream);
            var inPlace = Conversation.Open().ReceiveWhereWanted(stream, bufferBytes, reads);
            return whole.Happened.SequenceEqual(inPlace.Happened) && whole.Sent.SequenceEqual(inPlace.Sent);
        }, iter: 200);

    // Text of any bytes mostly fails, and must fail alike.
    private static byte[] Fragmented(List<byte[]> fragments, bool isText) =>
    [
        .. fragments.SelectMany((payload, i) => ClientFrame.Frame(
            (byte)((i == fragments.Count - 1 ? 0x80 : 0) | (i > 0 ? 0 : isText ? 1 : 2)),
            isText && i % 2 == 0 ? [.. payload.Select(value => (byte)(value & 0x7F))] : payload)),
    ];

    [Fact]
    public void A_legal_stream_never_fails() =>
        Streams.Legal.Sample(stream => Conversation.Open().Receive(stream).Violation is null, iter: 500);

    [Fact]
    public void Frames_that_are_nearly_legal_break_no_invariant() =>
        Gen.Select(Gen.Byte, Streams.Mixed).Sample((choice, stream) => SessionFuzz.Feed([(byte)(choice | 1), .. stream]), iter: 300);

    [Fact]
    public void Requests_that_are_nearly_legal_break_no_invariant() =>
        Gen.Select(Gen.Byte, Streams.Requests).Sample((choice, request) => SessionFuzz.Feed([(byte)(choice & 0xFE), .. request]), iter: 500);

    [Fact]
    public void Arbitrary_bytes_break_no_invariant() => Gen.Byte.Array[0, 300].Sample(bytes => ProtocolFuzz.Feed(bytes), iter: Effort.Rounds(2000));

    private static bool MeansTheSame(byte[] stream, List<int> cuts)
    {
        var whole = Conversation.Open().Receive(stream);
        var pieces = Conversation.Open();
        for (int from = 0, i = 0; from < stream.Length; i++)
        {
            var length = Math.Min(stream.Length - from, cuts[i % cuts.Count]);
            pieces.Receive(stream.AsSpan(from, length));
            from += length;
        }

        return whole.Happened.SequenceEqual(pieces.Happened) && whole.Sent.SequenceEqual(pieces.Sent) && whole.State == pieces.State;
    }
}
