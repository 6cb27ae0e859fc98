using CsCheck;
using WsActors.Protocol.Tests.Properties;
using WsActors.Protocol.Tests.Session;
using WsActors.Protocol.WebSocket.Tapping;

namespace WsActors.Protocol.Tests.Tapping;

/// <summary>Properties of <see cref="FrameTap"/>: it reads the same frames however a stream is cut, and no bytes make it throw.</summary>
public sealed class FrameTapProperties
{
    private static readonly Gen<byte[]> Any = Gen.OneOf(Streams.Legal, Streams.Mixed, Gen.Byte.Array[0, 300]);

    [Fact]
    public void Any_cut_of_any_stream_shows_the_same_frames() => Gen.Select(Any, Gen.Int[1, 40].List[1, 30], Gen.Int[0, 200]).Sample(
        (stream, cuts, bytes) => Describe(FrameTapTests.Read(new FrameTap(bytes), stream)) == Describe(ReadCut(new FrameTap(bytes), stream, cuts)), iter: 500);

    [Fact]
    public void No_more_of_a_payload_is_kept_than_was_asked_for() => Gen.Select(Any, Gen.Int[0, 200]).Sample(
        (stream, bytes) => FrameTapTests.Read(new FrameTap(bytes), stream).All(frame => frame.Payload.Length == (int)Math.Min((ulong)bytes, frame.Size)), iter: 500);

    // A tap may begin within a frame: it reads the frames that begin later, and not that one.
    [Fact]
    public void A_tap_that_begins_where_a_session_is_shows_the_frames_that_end_later_and_began_later() =>
        Gen.Select(Streams.Legal, Gen.Int[0, 600]).Sample((stream, at) =>
        {
            var cut = Math.Min(at, stream.Length);
            var session = Conversation.Open();
            session.Receive(stream.AsSpan(0, cut));
            var whole = FrameTapTests.Read(new FrameTap(100), stream);
            var before = FrameTapTests.Read(new FrameTap(100), stream.AsSpan(0, cut)).Count;
            var late = FrameTapTests.Read(session.Session.TapClient(100), stream.AsSpan(cut));
            var later = whole.Skip(before).ToList();

            // At most the frame that is within its payload now is missing.
            return Describe(late) == Describe(later) || Describe(late) == Describe(later.Skip(1));
        }, iter: 500);

    private static IEnumerable<TappedFrame> ReadCut(FrameTap tap, byte[] stream, List<int> cuts)
    {
        for (int from = 0, i = 0; from < stream.Length; i++)
        {
            var length = Math.Min(stream.Length - from, cuts[i % cuts.Count]);
            foreach (var frame in FrameTapTests.Read(tap, stream.AsSpan(from, length)))
                yield return frame;
            from += length;
        }
    }

    private static string Describe(IEnumerable<TappedFrame> frames) => string.Join('\n', frames.Select(frame =>
        $"{frame.Opcode} {frame.IsFinal} {frame.ReservedBits} {frame.IsMasked} {frame.IsCompressed} {frame.Size} {Convert.ToHexString(frame.Payload.Span)}"));
}
