using WsActors.Actors.Telemetry;
using WsActors.Protocol.Buckets.Entries;

namespace WsActors.Actors.Buckets.Homes;

/// <summary>Measures the time from appending an entry to its commit, for one entry at a time.</summary>
internal sealed class CommitSample(BucketTelemetry telemetry)
{
    private RequestOrigin? _origin;
    private TimeSpan _appendedAt;

    /// <summary>An entry is appended.</summary>
    public void OnAppended(BucketEntry entry, TimeSpan now)
    {
        if (_origin is null && entry.Origin is not null)
            (_origin, _appendedAt) = (entry.Origin, now);
    }

    /// <summary>An entry is committed.</summary>
    public void OnCommitted(BucketEntry entry, TimeSpan now)
    {
        if (_origin is null || entry.Origin != _origin)
            return;

        telemetry.Committed(now - _appendedAt);
        _origin = null;
    }
}
