namespace WsActors.LoadTest.Runs;

/// <summary>Reads them where they are counted.</summary>
internal sealed class LiveFigures(Func<long> delivered, Func<long> violations, Func<string>? details = null) : ILiveFigures
{
    public long Delivered => delivered();

    public long Violations => violations();

    public string Details => details?.Invoke() ?? "";
}
