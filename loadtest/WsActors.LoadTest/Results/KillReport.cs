namespace WsActors.LoadTest.Results;

/// <summary>What the server counted before and after the clients that died.</summary>
internal sealed record KillReport(
    int Kills, double Seconds, double? ConnectionsBefore, double? ConnectionsAfter, double? SubscriptionsBefore, double? SubscriptionsAfter, double SecondsToSettle);
