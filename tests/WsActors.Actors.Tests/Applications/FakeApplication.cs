using System.Collections.Concurrent;
using Akka.Actor;
using WsActors.Actors.Applications;
using WsActors.Actors.Connections;

namespace WsActors.Actors.Tests.Applications;

/// <summary>An application in memory: it decides when the test says so, and remembers what it was told.</summary>
internal sealed class FakeApplication : IApplication
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BlockingCollection<(Question Question, IActorRef Connection)> _questions = [];
    private readonly BlockingCollection<ApplicationEvent> _events = [];

    public bool HearsOfConnections { get; init; } = true;

    public int WaitingQuestions => _questions.Count;

    public int UnreadEvents => _events.Count;

    public void Decide(Question question, IActorRef connection) => _questions.Add((question, connection));

    public void Tell(ApplicationEvent happened) => _events.Add(happened);

    /// <summary>The next question, which is answered by <see cref="Pending.Answer"/>.</summary>
    public Pending Next()
    {
        Assert.True(_questions.TryTake(out var asked, Patience), "nothing was asked");
        return new Pending(asked.Question, asked.Connection);
    }

    public ApplicationEvent NextEvent()
    {
        Assert.True(_events.TryTake(out var happened, Patience), "nothing was told");
        return happened;
    }

    internal sealed record Pending(Question Question, IActorRef Connection)
    {
        public void Allow() => Answer(Verdict.Allowed.Instance);

        public void Refuse(string? reason = null) => Answer(new Verdict.Refused(reason));

        public void LeaveUnanswered() => Answer(Verdict.Unanswered.Instance);

        public void Answer(Verdict verdict) => Connection.Tell(new ConnectionActor.Answered(Question, verdict));
    }
}
