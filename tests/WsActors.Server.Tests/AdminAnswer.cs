using System.Net;
using System.Text.Json;

namespace WsActors.Server.Tests;

/// <summary>An answer of the admin API as it came.</summary>
internal sealed record AdminAnswer(HttpStatusCode Status, string? ContentType, string Body)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    /// <summary>The problem's stable code.</summary>
    public string? Code => Json.GetProperty("code").GetString();

    public string? Detail => Json.GetProperty("detail").GetString();

    public async static Task<AdminAnswer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        response.Content.Headers.ContentType?.ToString(),
        await response.Content.ReadAsStringAsync());

    /// <summary>Fails unless it is a problem (RFC 9457) of this status and code.</summary>
    public void ExpectProblem(HttpStatusCode status, string code)
    {
        Assert.True(Status == status, $"{(int)Status} instead of {(int)status}: {Body}");
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(code, Code);
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrWhiteSpace(Detail), "a problem says what is wrong");
    }
}
