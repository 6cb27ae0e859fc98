using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Runs;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Tests.Wire;

namespace WsActors.LoadTest.Tests.EndToEnd;

/// <summary>The whole tool against a server that does right, and against one that does wrong.</summary>
public sealed class VerdictTests
{
    private const int Clients = 20;
    private const int Publications = 10;

    private static readonly Scenario Valid = new()
    {
        Mode = ClientMode.Raw,
        Url = "ws://127.0.0.1:0/any?topic={topic}",
        Connections = Clients,
        Connecting = 1,
        Publications = Publications,
        Rate = 200,
        Settle = TimeSpan.Zero,

        // What does not come is waited for so long.
        Timeout = TimeSpan.FromSeconds(5),
    };

    private static Scenario Compressed => Valid with { Compress = CompressionOffer.Each };

    private static Scenario Secure => Valid with { Url = Valid.Url.Replace("ws:", "wss:", StringComparison.Ordinal) };

    [Fact]
    public async Task A_server_that_delivers_everything_once_and_in_order_passes()
    {
        var report = await RunAsync((_, _, payload) => [payload]);

        Assert.True(report.Passed, string.Join('\n', report.Checks));
        Assert.Equal(Clients * Publications, report.Load!.Deliveries);
    }

    [Fact]
    public async Task One_message_that_one_client_does_not_get_fails()
    {
        var report = await RunAsync((client, number, payload) => client == 3 && number == 5 ? [] : [payload]);
        ExpectFirst(report, ViolationKind.Lost, "load.0 #5", "load.0 #6");
    }

    [Fact]
    public async Task The_last_message_missing_at_one_client_fails()
    {
        var report = await RunAsync((client, number, payload) => client == 3 && number == Publications - 1 ? [] : [payload]);
        ExpectFirst(report, ViolationKind.Lost, "load.0 #9", "nothing more");
    }

    [Fact]
    public async Task One_message_that_one_client_gets_twice_fails()
    {
        var report = await RunAsync((client, number, payload) => client == 3 && number == 5 ? [payload, payload] : [payload]);
        ExpectFirst(report, ViolationKind.Repeated, "load.0 #6", "load.0 #5");
    }

    [Fact]
    public async Task Two_messages_in_the_wrong_order_at_one_client_fail()
    {
        byte[]? held = null;
        var report = await RunAsync((client, number, payload) =>
        {
            if (client != 3 || number is not (5 or 6))
                return [payload];

            if (number == 5)
            {
                held = payload;
                return [];
            }

            return [payload, held!];
        });
        ExpectFirst(report, ViolationKind.Lost, "load.0 #5", "load.0 #6");
    }

    [Fact]
    public async Task A_payload_that_was_changed_fails()
    {
        var report = await RunAsync((client, number, payload) =>
        {
            if (client != 3 || number != 5)
                return [payload];

            byte[] changed = [.. payload];
            changed[^2] ^= 1;
            return [changed];
        });
        Assert.False(report.Passed);
        Assert.Equal(ViolationKind.Corrupt, report.Violations[0].Kind);
    }

    [Fact]
    public async Task Nobody_there_is_a_failure_and_not_a_hang()
    {
        var report = await LoadRun.RunAsync(
            new Scenario { Mode = ClientMode.Raw, Url = "ws://127.0.0.1:1", PublishUrl = "http://127.0.0.1:1", Admin = "http://127.0.0.1:1", Connections = 1, Publications = 1, Timeout = TimeSpan.FromSeconds(1), Settle = TimeSpan.Zero },
            serverProcess: null,
            (_, _) => new Silence());
        Assert.False(report.Passed);
    }

    [Fact]
    public async Task Compressed_messages_are_inflated_and_pass()
    {
        var report = await RunAsync((_, _, payload) => [payload], Compressed, payload => Deflater.Alone(payload));

        Assert.True(report.Passed, string.Join('\n', report.Checks));
        Assert.Equal(0, report.Load!.CountedOnly);
    }

    [Fact]
    public async Task A_payload_that_was_changed_before_it_was_compressed_fails()
    {
        var report = await RunAsync(
            (client, number, payload) => [client == 3 && number == 5 ? [.. payload.AsSpan(0, payload.Length - 2), (byte)'!', (byte)'"'] : payload],
            Compressed,
            payload => Deflater.Alone(payload));
        Assert.Equal(ViolationKind.Corrupt, report.Violations[0].Kind);
    }

    [Fact]
    public async Task A_message_that_is_marked_as_compressed_and_is_not_fails()
    {
        var report = await RunAsync((_, _, payload) => [payload], Compressed, payload => payload);
        Assert.Equal(ViolationKind.Malformed, report.Violations[0].Kind);
    }

    [Fact]
    public async Task A_server_that_does_right_passes_over_TLS()
    {
        using var certificate = SelfSigned();
        var report = await RunAsync((_, _, payload) => [payload], Secure with { Insecure = true }, certificate: certificate);

        Assert.True(report.Passed, string.Join('\n', report.Checks));
        Assert.Equal(Clients * Publications, report.Load!.Deliveries);
    }

    [Fact]
    public async Task A_message_that_is_missing_is_seen_over_TLS()
    {
        using var certificate = SelfSigned();
        var report = await RunAsync(
            (client, number, payload) => client == 3 && number == 5 ? [] : [payload], Secure with { Insecure = true }, certificate: certificate);
        ExpectFirst(report, ViolationKind.Lost, "load.0 #5", "load.0 #6");
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using var certificate = SelfSigned();
        var report = await RunAsync((_, _, payload) => [payload], Secure with { Timeout = TimeSpan.FromSeconds(1) }, certificate: certificate);

        Assert.False(report.Passed);
        Assert.All(report.Connect!.Refusals.Keys, cause => Assert.StartsWith("TLS: ", cause, StringComparison.Ordinal));
    }

    private static Task<RunReport> RunAsync(Func<int, int, byte[], IEnumerable<byte[]>> deliver) => RunAsync(deliver, Valid);

    private static async Task<RunReport> RunAsync(
        Func<int, int, byte[], IEnumerable<byte[]>> deliver, Scenario scenario, Func<byte[], byte[]>? compress = null, X509Certificate2? certificate = null)
    {
        await using var server = new CrookedServer(deliver, compress, certificate);
        var there = scenario with
        {
            Url = scenario.Url.Replace(":0/", $":{server.Port}/", StringComparison.Ordinal),
            PublishUrl = $"http://127.0.0.1:{server.Port}/publish/{{topic}}",
            Admin = $"http://127.0.0.1:{server.Port}",
        };
        return await LoadRun.RunAsync(there, Environment.ProcessId, (_, _) => new Silence());
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static void ExpectFirst(RunReport report, ViolationKind kind, string expected, string got)
    {
        Assert.False(report.Passed);
        var violation = report.Violations[0];
        Assert.Equal((kind, expected, got), (violation.Kind, violation.Expected, violation.Got));
    }

    private sealed class Silence : IDisplay
    {
        public void Phase(string name)
        {
        }
    }
}
