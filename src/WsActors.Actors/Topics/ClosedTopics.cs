using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Topics;

/// <summary>
/// Knows the topics that no client may subscribe to, however the request came about: by a command, a token, the application or the admin API.
/// </summary>
internal static class ClosedTopics
{
    /// <returns>The sentence of the refusal; null if nothing is in the way.</returns>
    public static string? ObjectionTo(TopicRequest.Subscribe subscribe, TopicRules rules) => subscribe switch
    {
        { Topic.IsForOperators: true } => subscribe.IsUnruled ? null : Refusals.ForOperators(subscribe.Topic),
        { IsUnruled: false } when rules.For(subscribe.Topic).Subscribe == Permission.Nobody => Refusals.SubscribeForbidden(subscribe.Topic),
        _ => null,
    };
}
