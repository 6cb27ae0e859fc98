using System.Collections.Concurrent;
using Akka.Actor;
using WsActors.Actors.Backend;

namespace WsActors.Actors.Tests.Backend;

/// <summary>An application in memory: it decides when the test tells it to, and records its events.</summary>
internal sealed class FakeBackend : IBackend
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly BlockingCollection<(AuthorizationRequest Request, IActorRef Connection)> _requests = [];
    private readonly BlockingCollection<BackendEvent> _events = [];

    public bool WantsConnectionEvents { get; init; } = true;

    public int WaitingRequests => _requests.Count;

    public int UnreadEvents => _events.Count;

    public void Decide(AuthorizationRequest request, IActorRef connection) => _requests.Add((request, connection));

    public void Tell(BackendEvent happened) => _events.Add(happened);

    /// <summary>The next question, which is answered by <see cref="Pending.Answer"/>.</summary>
    public Pending Next()
    {
        Assert.True(_requests.TryTake(out var asked, Timeout), "nothing was asked");
        return new Pending(asked.Request, asked.Connection);
    }

    public BackendEvent NextEvent()
    {
        Assert.True(_events.TryTake(out var happened, Timeout), "nothing was told");
        return happened;
    }

    internal sealed record Pending(AuthorizationRequest Request, IActorRef Connection)
    {
        public void Allow() => Answer(AuthorizationResult.Allowed.Instance);

        public void Refuse(string? reason = null) => Answer(new AuthorizationResult.Refused(reason));

        public void LeaveUnanswered() => Answer(AuthorizationResult.Unanswered.Instance);

        public void Answer(AuthorizationResult result) => Connection.Tell(new Authorized(Request, result));
    }
}
