using CsCheck;
using WsActors.Phoenix;
using WsActors.Testing.Fuzzing;

namespace WsActors.Server.Tests.Phoenix;

public sealed class PhoenixProtocolTests
{
    private static readonly Gen<byte[]> NearlyLegal = Gen.Select(
        OneOf("null", "\"1\"", "1", "\"\\ud800\""),
        OneOf("\"room:a\"", "\"phoenix\"", "\"\"", "\"\\ud800\"", "7"),
        OneOf("\"phx_join\"", "\"phx_leave\"", "\"heartbeat\"", "\"shout\"", "{}"),
        OneOf("{}", "[1]", "\"\\ud800\"", "null", "{"),
        (reference, topic, name, payload) =>
            System.Text.Encoding.UTF8.GetBytes($"[{reference},{reference},{topic},{name},{payload}]"));

    [Fact]
    public void Any_bytes_are_read() => Gen.Byte.Array[0, 200].Sample(bytes => ClientProtocolFuzz.Feed(PhoenixProtocol.Instance, bytes));

    [Fact]
    public void Messages_that_are_nearly_legal_are_read() =>
        NearlyLegal.Sample(bytes => ClientProtocolFuzz.Feed(PhoenixProtocol.Instance, bytes), iter: 500);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
