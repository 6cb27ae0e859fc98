using WsActors.Actors.Telemetry;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Tls;

/// <summary>
/// Checks the certificates' files at regular intervals and logs which certificates are in use. Polling finds every kind of renewal:
/// a rewritten file, a file moved over the old one, and the swapped links of mounted Kubernetes secrets, which watching a folder
/// misses.
/// </summary>
internal sealed partial class CertificateWatch(
    TlsIdentities identities, TlsOptions options, ServerTelemetry telemetry, TimeProvider time, ILogger<CertificateWatch> log)
    : BackgroundService
{
    /// <summary>
    /// Remaining validity below which a warning is logged. Let's Encrypt clients renew 30 days ahead, so less means that renewal fails.
    /// </summary>
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

    [LoggerMessage(EventId = 20, Level = LogLevel.Information, Message = "Certificate {Subject} for {Names}, valid until {NotAfter:u}")]
    private partial void LogInUse(string subject, string names, DateTimeOffset notAfter);

    [LoggerMessage(EventId = 21, Level = LogLevel.Warning, Message = "Certificate {Subject} expires on {NotAfter:u}; replace the file, which is reloaded without a restart")]
    private partial void LogExpiresSoon(string subject, DateTimeOffset notAfter);

    [LoggerMessage(EventId = 22, Level = LogLevel.Warning, Message = "Certificate {Subject} expired on {NotAfter:u}, and clients reject it; replace the file, which is reloaded without a restart")]
    private partial void LogExpired(string subject, DateTimeOffset notAfter);

    [LoggerMessage(EventId = 23, Level = LogLevel.Warning, Message = "The changed certificate files cannot be used; the previous certificates stay in use: {Fault}")]
    private partial void LogKept(string fault);
}
