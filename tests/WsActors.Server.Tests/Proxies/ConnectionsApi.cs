using System.Net.Http.Json;
using System.Text.Json;
using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Proxies;

/// <summary>What the admin API says about connections, and a publication for them.</summary>
internal static class ConnectionsApi
{
    private static readonly HttpClient Http = new();

    /// <summary>The only connection of a server.</summary>
    public static async Task<(string? RemoteAddress, string? ForwardedScheme)> OnlyConnectionAsync(this RunningServer server)
    {
        var answer = await Http.GetFromJsonAsync<JsonElement>(new Uri(server.AdminUri, "/api/connections"));
        var connection = Assert.Single(answer.GetProperty("connections").EnumerateArray());
        return (connection.GetProperty("remoteAddress").GetString(), connection.GetProperty("forwardedScheme").GetString());
    }

    public static async Task PublishAsync(this RunningServer server, string topic, string text)
    {
        using var body = new StringContent(text);
        using var answer = await Http.PostAsync(new Uri(server.AdminUri, $"/api/topics/{topic}/messages"), body);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until a counter is exported with this outcome.</summary>
    public static Task CountsAsync(this RunningServer server, string counter, string outcome) => Eventually.HoldsAsync(async () =>
    {
        var metrics = await Http.GetStringAsync(new Uri(server.AdminUri, "/metrics"));
        Assert.Contains(metrics.Split('\n'), line =>
            line.StartsWith(counter, StringComparison.Ordinal) && line.Contains($"outcome=\"{outcome}\"", StringComparison.Ordinal));
    });
}
