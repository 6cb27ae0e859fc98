using Akka.Actor;

namespace WsActors.Actors.Runtime;

/// <summary>
/// Sends one request to many actors, combines their answers, sends the result to the requester and stops. An actor that stops before it
/// answers is left out, and so is one that takes longer than <see cref="Timeout"/>.
/// </summary>
/// <typeparam name="TAnswer">What each of them answers.</typeparam>
internal sealed class GatherActor<TAnswer> : UntypedActor
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyList<IActorRef> _targets;
    private readonly object _query;
    private readonly Func<IReadOnlyList<TAnswer>, object> _finish;
    private readonly IActorRef _replyTo;
    private readonly List<TAnswer> _answers = [];
    private readonly HashSet<IActorRef> _awaited = [];

    private GatherActor(
        IReadOnlyList<IActorRef> targets, object query, Func<IReadOnlyList<TAnswer>, object> finish, IActorRef replyTo)
    {
        _targets = targets;
        _query = query;
        _finish = finish;
        _replyTo = replyTo;
    }

    public static Props Props(
        IReadOnlyList<IActorRef> targets, object query, Func<IReadOnlyList<TAnswer>, object> finish, IActorRef replyTo) =>
        ActorFactory<GatherActor<TAnswer>>.Props(() => new GatherActor<TAnswer>(targets, query, finish, replyTo));

    protected override void PreStart()
    {
        foreach (var target in _targets)
        {
            _awaited.Add(Context.Watch(target));
            target.Tell(_query);
        }

        Context.SetReceiveTimeout(Timeout);
        FinishIfComplete();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TAnswer answer: Take(answer); break;
            case Terminated stopped: StopAwaiting(stopped.ActorRef); break;
            case ReceiveTimeout: Finish(); break;
            default: Unhandled(message); break;
        }
    }

    private void Take(TAnswer answer)
    {
        _answers.Add(answer);
        StopAwaiting(Sender);
    }

    private void StopAwaiting(IActorRef target)
    {
        _awaited.Remove(target);
        FinishIfComplete();
    }

    private void FinishIfComplete()
    {
        if (_awaited.Count == 0)
            Finish();
    }

    private void Finish()
    {
        _replyTo.Tell(_finish(_answers));
        Context.Stop(Self);
    }
}
