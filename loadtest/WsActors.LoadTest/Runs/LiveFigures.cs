namespace WsActors.LoadTest.Runs;

/// <summary>Reads them where they are counted.</summary>
internal sealed class LiveFigures(Func<long> delivered, Func<long> violations) : ILiveFigures
{
    public long Delivered => delivered();

    public long Violations => violations();
}
