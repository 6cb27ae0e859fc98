using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Publishing;

/// <summary>Shows the scenario's API key to the admin API.</summary>
internal static class AdminHttp
{
    /// <returns>The same client.</returns>
    public static HttpClient WithKey(HttpClient http, Scenario scenario)
    {
        if (scenario.ApiKey is { } key)
            http.DefaultRequestHeaders.Add("X-API-Key", key);
        return http;
    }
}
