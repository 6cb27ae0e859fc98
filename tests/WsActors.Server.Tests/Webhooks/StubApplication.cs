using System.Collections.Concurrent;
using System.Net;

namespace WsActors.Server.Tests.Webhooks;

/// <summary>An application that is a function: what it is posted, and what it answers. Without a network, and so without waiting for one.</summary>
internal sealed class StubApplication(Func<int, HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private readonly ConcurrentQueue<(string Id, string Body)> _posts = new();
    private int _count;

    public StubApplication(Func<int, HttpStatusCode> answer)
        : this((attempt, _, _) => Task.FromResult(new HttpResponseMessage(answer(attempt)) { Content = new ByteArrayContent([]) }))
    {
    }

    /// <summary>An application that accepts a request and never answers.</summary>
    public static StubApplication ThatHangs() => new(async (_, _, cancellation) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        throw new InvalidOperationException("unreachable");
    });

    public int Count => Volatile.Read(ref _count);

    public IReadOnlyCollection<(string Id, string Body)> Posts => _posts;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var id = request.Headers.GetValues("webhook-id").Single();
        _posts.Enqueue((id, await request.Content!.ReadAsStringAsync(cancellationToken)));
        return await answer(Interlocked.Increment(ref _count), request, cancellationToken);
    }
}
