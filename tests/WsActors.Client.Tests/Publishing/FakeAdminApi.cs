using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace WsActors.Client.Tests.Publishing;

/// <summary>The server's side of the admin API: answers in their order, and the requests that came.</summary>
internal sealed class FakeAdminApi : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = new();

    /// <summary>The requests as text: the first line, the headers that publishing has, and the body.</summary>
    public List<string> Requests { get; } = [];

    public FakeAdminApi Answers(HttpStatusCode status, string body, string type = "application/json", int? retryAfter = null)
    {
        _answers.Enqueue(() =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) };
            if (retryAfter is { } seconds)
                response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds));
            return response;
        });
        return this;
    }

    public FakeAdminApi Publishes(long offset, bool repeated = false) => Answers(
        HttpStatusCode.OK,
        $$"""{"topic":"news","epoch":"e","offset":{{offset}},"subscribers":2{{(repeated ? ",\"repeated\":true" : "")}}}""");

    public FakeAdminApi Refuses(HttpStatusCode status, string code, int? retryAfter = null) =>
        Answers(status, $$"""{"code":"{{code}}","detail":"no"}""", "application/problem+json", retryAfter);

    public FakeAdminApi Breaks()
    {
        _answers.Enqueue(() => throw new HttpRequestException("connection reset"));
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = from name in new[] { "X-API-Key", "Idempotency-Key", "Delivery-Key", "WsActors-Except" }
                      where request.Headers.Contains(name)
                      select $"{name}: {request.Headers.GetValues(name).Single()}";
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        Requests.Add(string.Join('\n', [$"{request.Method} {request.RequestUri!.AbsoluteUri}", $"{request.Content.Headers.ContentType}", .. headers, body]));
        if (_answers.TryDequeue(out var answer))
            return answer();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException();
    }
}
