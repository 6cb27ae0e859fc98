using WsActors.Actors.Access;

namespace WsActors.Actors.Tests.Access;

/// <summary>A quota of so many publications, which are never given back.</summary>
internal sealed class TinyQuota(int left) : IPublishQuota
{
    private int _left = left;

    public int PerSecond => 10;

    public bool TryTake(int apiKey, int count, out TimeSpan wait)
    {
        var isEnough = apiKey == 1 && count <= _left;
        wait = isEnough ? TimeSpan.Zero : TimeSpan.FromMilliseconds(250);
        _left -= isEnough ? count : 0;
        return isEnough;
    }
}
