using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Tests.Wire;

namespace WsActors.LoadTest.Tests.EndToEnd;

/// <summary>What lies between the socket and the messages, compression and TLS, hides no fault of the server.</summary>
public sealed class LayersTests
{
    [Fact]
    public async Task Compressed_messages_are_inflated_and_pass()
    {
        var report = await Trial.RunAsync((_, _, payload) => [payload], Trial.Compressed, payload => Deflater.Alone(payload));

        Assert.True(report.Passed, string.Join('\n', report.Checks));
        Assert.Equal(0, report.Load!.CountedOnly);
    }

    [Fact]
    public async Task A_payload_that_was_changed_before_it_was_compressed_fails()
    {
        var report = await Trial.RunAsync(
            (client, number, payload) => [client == 3 && number == 5 ? [.. payload.AsSpan(0, payload.Length - 2), (byte)'!', (byte)'"'] : payload],
            Trial.Compressed,
            payload => Deflater.Alone(payload));
        Assert.Equal(ViolationKind.Corrupt, Trial.First(report).Kind);
    }

    [Fact]
    public async Task A_compressed_message_that_cannot_be_inflated_fails()
    {
        // A block of type 3, which is reserved (RFC 1951 §3.2.3).
        var report = await Trial.RunAsync((_, _, payload) => [payload], Trial.Compressed, _ => [0x07]);
        Assert.Equal(ViolationKind.Malformed, Trial.First(report).Kind);
    }

    [Fact]
    public async Task A_server_that_does_right_passes_over_TLS()
    {
        using var certificate = Trial.SelfSigned();
        var report = await Trial.RunAsync((_, _, payload) => [payload], Trial.Secure with { Insecure = true }, certificate: certificate);

        Assert.True(report.Passed, string.Join('\n', report.Checks));
        Assert.Equal(Trial.Clients * Trial.Publications, report.Load!.Deliveries);
    }

    [Fact]
    public async Task A_message_that_is_missing_is_seen_over_TLS()
    {
        using var certificate = Trial.SelfSigned();
        var report = await Trial.RunAsync(
            (client, number, payload) => client == 3 && number == 5 ? [] : [payload], Trial.Secure with { Insecure = true }, certificate: certificate);
        Trial.ExpectFirst(report, ViolationKind.Lost, "load.0 #5", "load.0 #6");
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using var certificate = Trial.SelfSigned();
        var report = await Trial.RunAsync((_, _, payload) => [payload], Trial.Secure with { Timeout = Trial.ShortTimeout }, certificate: certificate);

        Assert.False(report.Passed);
        Assert.NotEmpty(report.Connect!.Refusals);
        Assert.All(report.Connect.Refusals.Keys, cause => Assert.StartsWith("TLS: ", cause, StringComparison.Ordinal));
    }
}
