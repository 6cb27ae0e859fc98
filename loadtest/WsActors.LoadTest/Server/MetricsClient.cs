namespace WsActors.LoadTest.Server;

/// <summary>Reads the server's <c>/metrics</c>, or those of all nodes as one page, in which sums are those of the cluster.</summary>
internal sealed class MetricsClient(HttpClient http, IReadOnlyList<string> admins)
{
    /// <returns>Null: it has none.</returns>
    public async Task<MetricsPage?> ReadAsync()
    {
        var pages = new List<string>();
        try
        {
            foreach (var admin in admins)
            {
                using var answer = await http.GetAsync(new Uri($"{admin.TrimEnd('/')}/metrics"));
                if (!answer.IsSuccessStatusCode)
                    return null;

                pages.Add(await answer.Content.ReadAsStringAsync());
            }

            return new MetricsPage(string.Join('\n', pages));
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
