using CsCheck;
using WsActors.Protocol.Tests.Session;
using WsActors.Protocol.WebSocket.Frames;
using WsActors.Protocol.WebSocket.Messages;
using WsActors.Testing;

namespace WsActors.Protocol.Tests.Properties;

/// <summary>Decode after encode is nothing at all.</summary>
public sealed class CodecProperties
{
    private static readonly Gen<byte[]> Payload = Gen.OneOf(Gen.Byte.Array[0, 300], Gen.Byte.Array[65_500, 65_600]);

    [Fact]
    public void What_a_server_writes_is_read_by_a_client_as_it_was() => Gen.Select(Payload, Gen.Bool).Sample(
        (payload, isText) =>
        {
            var expected = new ServerFrame(isText ? Opcode.Text : Opcode.Binary, payload);
            return ServerFrame.ReadAll(FrameWriter.Frame(expected.Opcode, payload)).SequenceEqual([expected]);
        },
        iter: 200);

    [Fact]
    public void What_a_client_writes_comes_back_from_echo_as_it_was() => Payload.Sample(
        payload => Conversation.Open().Receive(ClientFrame.Binary(payload)).Frames.SequenceEqual([new ServerFrame(Opcode.Binary, payload)]),
        iter: 200);

    [Fact]
    public void Masking_twice_is_nothing() => Gen.Select(Gen.Byte.Array[0, 300], Gen.UInt, Gen.ULong).Sample((payload, key, offset) =>
    {
        var masked = payload.ToArray();
        FrameMask.Apply(masked, key, offset);
        FrameMask.Apply(masked, key, offset);
        return masked.SequenceEqual(payload);
    });

    [Fact]
    public void Text_is_judged_as_the_framework_judges_it_however_it_is_cut() =>
        Gen.Select(Gen.OneOf(Gen.Byte.Array[0, 40], Gen.String[0, 40].Select(System.Text.Encoding.UTF8.GetBytes)), Gen.Int[0, 160]).Sample((bytes, at) =>
        {
            var cut = Math.Min(at, bytes.Length);
            var validator = default(Utf8Validator);
            var isRight = validator.Advance(bytes.AsSpan(0, cut)) && validator.Advance(bytes.AsSpan(cut)) && validator.IsComplete;
            return isRight == System.Text.Unicode.Utf8.IsValid(bytes);
        });
}
