using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.AdminCalls;

/// <summary>Calls the admin API of a node. A refusal or failure throws a <see cref="CommandFailedException"/> that explains it.</summary>
internal sealed class AdminApi : IDisposable
{
    private const int LongestQuote = 200;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    // Paths are sent as they are written, so that a topic named "a/../b" stays one name.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly HttpClient _http = new() { Timeout = Timeout };
    private readonly string _address;

    /// <param name="address">The admin listener.</param>
    /// <param name="key">The API key; null for none.</param>
    public AdminApi(Uri address, string? key)
    {
        _address = address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        if (key is not null)
            _http.DefaultRequestHeaders.Add("X-API-Key", key);
    }

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, UriOf(path)), cancellation);

    public Task<JsonElement> DeleteAsync(string path, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Delete, UriOf(path)), cancellation);

    /// <param name="path">The path below the address.</param>
    /// <param name="body">The body; empty for none.</param>
    /// <param name="contentType">The type of the body.</param>
    /// <param name="headers">Further headers; those without a value are left out.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task<JsonElement> PostAsync(
        string path, byte[] body, string? contentType, IEnumerable<(string Name, string? Value)> headers, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, UriOf(path)) { Content = new ByteArrayContent(body) };
        if (contentType is not null)
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        foreach (var (name, value) in headers)
        {
            if (value is not null && !request.Headers.TryAddWithoutValidation(name, value))
                throw new UsageException($"{name} is \"{value}\": a header cannot carry this");
        }

        return SendAsync(request, cancellation);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Escapes a name for a path or a query.</summary>
    public static string Escape(string name) => Uri.EscapeDataString(name);

    /// <summary>Returns a query with its "?"; parameters without a value are left out, and without any the query is empty.</summary>
    public static string Query(IEnumerable<(string Name, string? Value)> parameters)
    {
        var query = string.Join('&', parameters
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Escape(parameter.Value!)}"));
        return query.Length == 0 ? string.Empty : $"?{query}";
    }

    private Uri UriOf(string path) => new($"{_address}{path}", AsWritten);

    private async Task<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using (request)
        {
            try
            {
                using var response = await _http.SendAsync(request, cancellation);
                var body = await response.Content.ReadAsStringAsync(cancellation);
                return response.IsSuccessStatusCode ? Read(body) : throw new CommandFailedException(ExplainRefusal(response.StatusCode, body));
            }
            catch (HttpRequestException fault)
            {
                throw new CommandFailedException(Explain(fault));
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new CommandFailedException($"{_address} did not answer within {Timeout.TotalSeconds} s: check the node with {_address}/healthz");
            }
        }
    }

    private JsonElement Read(string body)
    {
        try
        {
            return body.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(body);
        }
        catch (JsonException)
        {
            throw new CommandFailedException($"{_address} is not the admin listener of a node, because its answer is no JSON: name that listener with --admin");
        }
    }

    private string ExplainRefusal(HttpStatusCode status, string body)
    {
        var (code, detail) = Problem(body);
        if (code is null)
            return $"{_address} answered {(int)status}{Quote(body)}. This is not the admin listener of a node: name that with --admin";

        var refusal = $"The node refused: {detail} ({(int)status} {code})";
        return status == HttpStatusCode.Unauthorized ? $"{refusal}. Give a key with --api-key or WSACTORS_API_KEY" : refusal;
    }

    // A push listener explains itself in one line; a page of some other server would not fit.
    private static string Quote(string body) =>
        body.Length is > 0 and <= LongestQuote && !body.Contains('<', StringComparison.Ordinal) ? $", \"{body.Trim()}\"" : string.Empty;

    private static (string? Code, string? Detail) Problem(string body)
    {
        try
        {
            var problem = JsonSerializer.Deserialize<JsonElement>(body);
            return (problem.GetProperty("code").GetString(), problem.GetProperty("detail").GetString());
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Not written by a node, but by a proxy for example.
            return (null, null);
        }
    }

    private string Explain(HttpRequestException fault) => fault.GetBaseException() switch
    {
        SocketException unreachable => $"{_address} cannot be reached: {unreachable.Message}. Start the node, or name its admin listener with --admin",
        AuthenticationException distrust => $"{_address} cannot be used: {distrust.Message}. {TlsHint.Text}",
        var other => $"{_address} cannot be used: {other.Message}. Check --admin",
    };
}
