namespace WsActors.Client;

/// <summary>Messages that a subscription will not receive.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="From">The first missing offset.</param>
/// <param name="To">The last missing offset; less than <paramref name="From"/> if the log has been replaced and nothing is known to be missing.</param>
/// <param name="Reason">The server's reason, such as <c>not_kept</c>, or one of this client: <c>slow_consumer</c>, <c>epoch_changed</c>.</param>
public sealed record Gap(string Topic, long From, long To, string Reason)
{
    internal const string Conflated = "conflated";
    internal const string SlowConsumer = "slow_consumer";
    internal const string EpochChanged = "epoch_changed";
    internal const string OffsetAhead = "offset_ahead";

    /// <summary>True if the application should load its state anew; false if newer messages replace the missing ones.</summary>
    public bool Reload => Reason != Conflated;
}
