namespace WsActors.AspNetCore.Access;

/// <summary>Fetches the key sets at the start and at regular intervals.</summary>
internal sealed class KeySetRefresh(KeyRing ring, TimeProvider time) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(ring.KeySets.Select(set => RefreshAsync(set, stoppingToken)));

    private async Task RefreshAsync(KeySet set, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await set.FetchAsync();
            await Task.Delay(set.NextFetchIn, time, stopping);
        }
    }
}
