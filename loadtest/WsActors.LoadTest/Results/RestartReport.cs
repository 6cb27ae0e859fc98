namespace WsActors.LoadTest.Results;

/// <summary>One restart of the server under load.</summary>
/// <param name="Signal">What ended it.</param>
/// <param name="Stopping">Seconds from the signal to its end.</param>
/// <param name="Starting">Seconds until it listened again.</param>
internal sealed record RestartReport(string Signal, double Stopping, double Starting);
