using WsActors.Actors.Telemetry;
using WsActors.Server.Options;

namespace WsActors.Server.Tls;

/// <summary>
/// Looks at the certificates' files from time to time and says what is in use. Looking finds every kind of renewal: a
/// file written anew, a file moved over the old one, and the swapped links by which Kubernetes updates a mounted secret,
/// which watching a folder misses.
/// </summary>
internal sealed partial class CertificateWatch(
    TlsIdentities identities, TlsOptions options, ServerTelemetry telemetry, TimeProvider time, ILogger<CertificateWatch> log)
    : BackgroundService
{
    /// <summary>Let's Encrypt's clients renew 30 days before the end: whoever has only these left, has a renewal that fails.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        SayWhatIsInUse();
        using var timer = new PeriodicTimer(options.ReloadInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (identities.HaveFilesChanged())
                Reload();
        }
    }

    private void Reload()
    {
        try
        {
            identities.Reload();
            telemetry.Tls.CertificatesReloaded("loaded");
            SayWhatIsInUse();
        }
        catch (InvalidConfigurationException fault)
        {
            telemetry.Tls.CertificatesReloaded("failed");
            LogKept(fault.Message);
        }
    }

    private void SayWhatIsInUse()
    {
        var now = time.GetUtcNow();
        foreach (var certificate in identities.Certificates.All)
        {
            var names = string.Join(", ", certificate.Names);
            if (certificate.NotAfter <= now)
                LogExpired(certificate.Subject, certificate.NotAfter);
            else if (certificate.NotAfter <= now + Soon)
                LogExpiresSoon(certificate.Subject, certificate.NotAfter);
            else
                LogInUse(certificate.Subject, names, certificate.NotAfter);
        }

        telemetry.Tls.CertificatesInUse(identities.Certificates.All.Min(certificate => certificate.NotAfter));
    }

    [LoggerMessage(EventId = 20, Level = LogLevel.Information, Message = "Certificate {Subject} for {Names}, until {NotAfter:u}")]
    private partial void LogInUse(string subject, string names, DateTimeOffset notAfter);

    [LoggerMessage(EventId = 21, Level = LogLevel.Warning, Message = "Certificate {Subject} expires on {NotAfter:u}: renew it; the new file is taken up without a restart")]
    private partial void LogExpiresSoon(string subject, DateTimeOffset notAfter);

    [LoggerMessage(EventId = 22, Level = LogLevel.Warning, Message = "Certificate {Subject} expired on {NotAfter:u}: clients refuse it; the new file is taken up without a restart")]
    private partial void LogExpired(string subject, DateTimeOffset notAfter);

    [LoggerMessage(EventId = 23, Level = LogLevel.Warning, Message = "The changed certificates cannot be used and the old ones stay in use until the files are right: {Fault}")]
    private partial void LogKept(string fault);
}
