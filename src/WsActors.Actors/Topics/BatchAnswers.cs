using Akka.Actor;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;

namespace WsActors.Actors.Topics;

/// <summary>
/// Gathers the answers to one batch, which come from many topics in any order and on any thread, and tells the publisher all of them at once. It is
/// a reference without an actor, as that of an Ask: each answer costs a field of an array, and no turn of an actor.
/// </summary>
public sealed class BatchAnswers : MinimalActorRef
{
    private static long _uids;

    private readonly RequestId? _request;
    private readonly object?[] _answers;
    private readonly IActorRef _replyTo;
    private ActorPath? _path;
    private int _missing;

    /// <param name="request">The id of the whole batch, which comes back with the answers.</param>
    /// <param name="answers">One place for each publication; those that are answered already hold it.</param>
    /// <param name="missing">The number of the others, which topics answer; at least one.</param>
    /// <param name="replyTo">The publisher.</param>
    internal BatchAnswers(RequestId? request, object?[] answers, int missing, IActorRef replyTo)
    {
        _request = request;
        _answers = answers;
        _missing = missing;
        _replyTo = replyTo;
    }

    // Only compared: two batches of one publisher are two publishers.
    public override ActorPath Path =>
        _path ??= new ChildActorPath(_replyTo.Path, "batch", Interlocked.Increment(ref _uids));

    public override IActorRefProvider Provider => ((IInternalActorRef)_replyTo).Provider;

    /// <summary>The answers so far: for a publisher that waits no longer.</summary>
    public IReadOnlyList<object?> SoFar => [.. _answers];

    /// <summary>Gathers the answers to these publications, whose request ids are ignored.</summary>
    /// <param name="publications">At least one.</param>
    /// <param name="replyTo">The publisher, which is told <see cref="Answered"/>.</param>
    public static BatchAnswers To(IReadOnlyCollection<TopicRequest.Publish> publications, IActorRef replyTo) =>
        new(request: null, new object?[publications.Count], publications.Count, replyTo);

    // A topic answers from one thread, and each publication has one topic, so a place is written by one thread.
    protected override void TellInternal(object message, IActorRef sender)
    {
        var request = message switch
        {
            TopicReply.Published published => published.Request,
            TopicReply.Refused refused => refused.Request,
            _ => null,
        };
        if (request?.Number is not { } index || index >= _answers.Length || _answers[index] is not null)
            return;

        _answers[index] = message;
        if (Interlocked.Decrement(ref _missing) == 0)
            _replyTo.Tell(new Answered(_request, _answers), ActorRefs.NoSender);
    }

    /// <param name="Request">The id of the batch.</param>
    /// <param name="Answers">One for each publication, in their order: <see cref="TopicReply.Published"/> or <see cref="TopicReply.Refused"/>.</param>
    public sealed record Answered(RequestId? Request, IReadOnlyList<object?> Answers);
}
