using System.Diagnostics.Metrics;
using System.Security.Authentication;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for TLS and its certificates. Safe on any thread.</summary>
public sealed class TlsTelemetry
{
    private readonly Counter<long> _opened;
    private readonly Counter<long> _reloads;
    private long _expiry;

    internal TlsTelemetry(Meter meter)
    {
        meter.CreateObservableGauge(
            "wsactors.tls.certificate.not_after", Expiry, "s", "When the first certificate expires, as Unix time");
        _opened = meter.CreateCounter<long>("wsactors.tls.connections", description: "Connections opened over TLS, by version");
        _reloads = meter.CreateCounter<long>("wsactors.tls.reloads", description: "Changed certificate files, by outcome");
    }

    public void Opened(SslProtocols version) => _opened.Add(1, Label.Of("version", VersionLabel(version)));

    /// <param name="outcome">"loaded", or "failed" if the old certificates stay in use.</param>
    public void CertificatesReloaded(string outcome) => _reloads.Add(1, Label.Of("outcome", outcome));

    /// <param name="expiry">The time at which the first of the certificates in use expires.</param>
    public void CertificatesInUse(DateTimeOffset expiry) => Interlocked.Exchange(ref _expiry, expiry.ToUnixTimeSeconds());

    // Without a certificate there is no measurement: 0 would look like a certificate that expired long ago.
    private IEnumerable<Measurement<long>> Expiry() =>
        Interlocked.Read(ref _expiry) is > 0 and var expiry ? [new(expiry)] : [];

    private static string VersionLabel(SslProtocols version) => version switch
    {
        SslProtocols.Tls13 => "1.3",
        SslProtocols.Tls12 => "1.2",
        _ => "other",
    };
}
