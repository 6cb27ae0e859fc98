using Akka.Actor;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>Who is there in one topic, counted, with the time at which its parent wakes it to tell of it.</summary>
internal sealed class TopicPresence(PresenceLimits limits, ServerTelemetry telemetry)
{
    private readonly PresenceLog _log = new(limits);
    private int _reportedMembers;
    private long _reportedSuppressed;

    /// <summary>When the topic is woken; MaxValue: not at all.</summary>
    private TimeSpan _wokenAt = TimeSpan.MaxValue;

    // A connection's actor bears its id as name.
    public void Come(TopicRequest.Subscribe subscribe) => _log.Come(subscribe.Subscriber.Path.Name, subscribe.User);

    public void Go(IActorRef subscriber, TimeSpan now) => _log.Go(subscriber.Path.Name, now);

    public void BeginAnew(TimeSpan now) => _log.BeginAnew(now);

    public PresencePage Read(TopicRequest.GetMembers query) => _log.Read(query.After, query.Limit, query.MaxBytes);

    /// <summary>The topic has been woken: what it is to tell.</summary>
    public PresenceNews? Tell(TimeSpan now)
    {
        _wokenAt = TimeSpan.MaxValue;
        var news = _log.Tell(now);
        if (news is null)
            return null;

        telemetry.Presence.Sent(news.Joined.Count, news.Left.Count);
        if (news.Total is not null)
            telemetry.Presence.TotalSent(withMembers: news.Everyone is not null);
        return news;
    }

    /// <summary>Whether the parent has to be told of an earlier time than it knows.</summary>
    public bool IsDueEarlier(out TimeSpan when)
    {
        when = _log.WhenToTell;
        if (when >= _wokenAt)
            return false;

        _wokenAt = when;
        return true;
    }

    public void Report()
    {
        telemetry.Presence.Changed(_log.Count - _reportedMembers, _log.Suppressed - _reportedSuppressed);
        (_reportedMembers, _reportedSuppressed) = (_log.Count, _log.Suppressed);
    }

    /// <summary>The topic ends.</summary>
    public void ReportEnd()
    {
        telemetry.Presence.Changed(-_reportedMembers, suppressed: 0);
        _reportedMembers = 0;
    }
}
