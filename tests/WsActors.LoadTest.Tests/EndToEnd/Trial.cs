using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Results;
using WsActors.LoadTest.Runs;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.EndToEnd;

/// <summary>One run of the whole tool against a <see cref="CrookedServer"/>.</summary>
internal static class Trial
{
    public const int Clients = 20;
    public const int Publications = 10;

    public static readonly Scenario Plain = new()
    {
        Mode = ClientMode.Raw,
        Url = "ws://127.0.0.1:0/any?topic={topic}",
        Connections = Clients,
        Connecting = 1,
        Publications = Publications,
        Rate = 200,
        Settle = TimeSpan.Zero,
    };

    /// <summary>How long a test waits for what will not come. Elsewhere the tool's own timeout applies, which a busy machine does not reach.</summary>
    public static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(5);

    public static Scenario Compressed => Plain with { Compress = CompressionOffer.Each };

    public static Scenario Secure => Plain with { Url = Plain.Url.Replace("ws:", "wss:", StringComparison.Ordinal) };

    public static Task<RunReport> RunAsync(Func<int, int, byte[], IEnumerable<byte[]>> deliver) => RunAsync(deliver, Plain);

    public static async Task<RunReport> RunAsync(
        Func<int, int, byte[], IEnumerable<byte[]>> deliver, Scenario scenario, Func<byte[], byte[]>? compress = null, X509Certificate2? certificate = null)
    {
        await using var server = new CrookedServer(deliver, compress, certificate);
        var there = scenario with
        {
            Url = scenario.Url.Replace(":0/", $":{server.Port}/", StringComparison.Ordinal),
            PublishUrl = $"http://127.0.0.1:{server.Port}/publish/{{topic}}",
            Admin = $"http://127.0.0.1:{server.Port}",
        };
        return await LoadRun.RunAsync(there, [Environment.ProcessId], (_, _) => new Silence());
    }

    public static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    public static void ExpectFirst(RunReport report, ViolationKind kind, string expected, string got)
    {
        Assert.False(report.Passed);
        var violation = First(report);
        Assert.Equal((kind, expected, got), (violation.Kind, violation.Expected, violation.Got));
    }

    /// <summary>The first violation; a run that found none fails with all of its checks.</summary>
    public static Violation First(RunReport report)
    {
        Assert.True(report.Violations.Count > 0, $"no violation was found:\n{string.Join('\n', report.Checks)}");
        return report.Violations[0];
    }

    internal sealed class Silence : IDisplay
    {
        public void Phase(string name)
        {
        }
    }
}
