namespace WsActors.Actors.Access;

/// <summary>The quota of a node that limits no API key.</summary>
internal sealed class UnlimitedQuota : IPublishQuota
{
    public static readonly UnlimitedQuota Instance = new();

    private UnlimitedQuota()
    {
    }

    public int PerSecond => 0;

    public bool TryTake(int apiKey, int count, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        return true;
    }
}
