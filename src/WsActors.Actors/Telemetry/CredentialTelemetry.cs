using System.Diagnostics.Metrics;

namespace WsActors.Actors.Telemetry;

/// <summary>Instruments for tokens, API keys and the keys that verify tokens. Safe on any thread.</summary>
public sealed class CredentialTelemetry
{
    private readonly Counter<long> _failures;
    private readonly Counter<long> _keySetFetches;

    internal CredentialTelemetry(Meter meter)
    {
        _failures = meter.CreateCounter<long>(
            "wsactors.authentication.failures", description: "Refused credentials, by cause");
        _keySetFetches = meter.CreateCounter<long>(
            "wsactors.key_sets.fetches", description: "Fetches of token keys, by outcome");
    }

    public void Refused(string cause) => _failures.Add(1, Label.Of("cause", cause));

    /// <param name="outcome">"loaded", or "failed" if the old keys stay in use.</param>
    public void KeySetFetched(string outcome) => _keySetFetches.Add(1, Label.Of("outcome", outcome));
}
