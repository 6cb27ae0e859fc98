using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Turns;

/// <summary>Messages of one topic that were dropped since the client fell behind, or by an injected fault.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Policy">The policy that selected them.</param>
/// <param name="From">The lowest offset.</param>
/// <param name="To">The highest offset.</param>
/// <param name="Count">The number of messages.</param>
internal sealed record TopicDrops(TopicName Topic, DeliveryPolicy Policy, long From, long To, int Count)
{
    /// <summary>True if an injected fault dropped them, and no policy.</summary>
    public bool AreInjected { get; init; }

    /// <summary>The evidence of it, with the connection and its user.</summary>
    public DropEvidence Of(in Turn turn) => new()
    {
        Connection = turn.Id,
        User = turn.Identity.User,
        Topic = Topic.Value,
        Policy = AreInjected ? DropEvidence.InjectedPolicy : Policy.ToString(),
        From = From,
        To = To,
        Count = Count,
        At = turn.Environment.Clock.UtcNow,
    };
}
