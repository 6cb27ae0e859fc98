using WsActors.Actors.Model;

namespace WsActors.Actors.Connections.Subscribing;

/// <summary>Describes the progress of each subscription from what the connection keeps anyway.</summary>
internal static class SubscriptionPositions
{
    public static SubscriptionPosition[] Of(in SubscriptionList list, in CatchUps catchUps)
    {
        var positions = new SubscriptionPosition[list.Count];
        for (var i = 0; i < positions.Length; i++)
            positions[i] = Of(list[i], catchUps);
        return positions;
    }

    private static SubscriptionPosition Of(in Subscription subscription, in CatchUps catchUps) => subscription switch
    {
        { Request: null } => new SubscriptionPosition(subscription.Topic.Value, SubscriptionState.Live, Reached: null),
        { IsUnanswered: true } => new SubscriptionPosition(subscription.Topic.Value, SubscriptionState.Requested, Reached: null),
        { Request: { } request } => new SubscriptionPosition(subscription.Topic.Value, SubscriptionState.CatchingUp, catchUps.ReachedBy(request)),
    };
}
