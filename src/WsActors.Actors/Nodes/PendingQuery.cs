using Akka.Actor;
using WsActors.Actors.Nodes.Messages;
using WsActors.Protocol.Replication;

namespace WsActors.Actors.Nodes;

/// <summary>A query whose answers are being gathered.</summary>
/// <param name="replyTo">The actor that gets the answers.</param>
/// <param name="awaited">The nodes that were asked.</param>
/// <param name="unreachable">The members that cannot be asked.</param>
/// <param name="deadline">The time at which the answers so far have to do.</param>
internal sealed class PendingQuery(IActorRef replyTo, IEnumerable<ReplicaId> awaited, IEnumerable<ReplicaId> unreachable, TimeSpan deadline)
{
    private readonly HashSet<ReplicaId> _awaited = [.. awaited];
    private readonly List<NodeResult> _answers = [];
    private readonly string[] _unreachable = [.. unreachable.Select(node => node.Address)];

    public bool IsComplete => _awaited.Count == 0;

    public bool IsDue(TimeSpan now) => now >= deadline;

    public void Add(ReplicaId by, NodeResult answer)
    {
        if (_awaited.Remove(by))
            _answers.Add(answer);
    }

    /// <summary>Sends what has been gathered to the actor that asked.</summary>
    public void Finish() => replyTo.Tell(new GatheredAnswers(
        _answers, [.. _awaited.Select(node => node.Address).Concat(_unreachable).Order(StringComparer.Ordinal)]));
}
