namespace WsActors.LoadTest.Server;

/// <summary>Reads the server's <c>/metrics</c>.</summary>
internal sealed class MetricsClient(HttpClient http, string admin)
{
    /// <returns>Null: it has none.</returns>
    public async Task<MetricsPage?> ReadAsync()
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"{admin.TrimEnd('/')}/metrics"));
            return answer.IsSuccessStatusCode ? new MetricsPage(await answer.Content.ReadAsStringAsync()) : null;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Waits until a condition holds.</summary>
    /// <returns>The last page; it fulfils the condition unless the time was up.</returns>
    public async Task<MetricsPage?> UntilAsync(Func<MetricsPage, bool> holds, TimeSpan atMost)
    {
        using var timeout = new CancellationTokenSource(atMost);
        while (true)
        {
            var page = await ReadAsync();
            if (page is null || holds(page) || timeout.IsCancellationRequested)
                return page;

            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}
