using Akka.Actor;
using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Topics.FanOut;

/// <summary>
/// Paces a topic with many subscribers: holds its next fan-out until a sample of them has taken the last one. Publications that arrive
/// meanwhile are joined, so the busier the node, the fewer and larger the messages that each subscriber receives. The sample is spread
/// evenly over the subscribers, because those that are told last receive last.
/// </summary>
/// <remarks>Owned by the topic's actor. Topics with few subscribers have none.</remarks>
internal sealed class FanOutPace(IScheduler scheduler, IActorRef topic)
{
    /// <summary>Subscribers from which on a topic is paced. With fewer, the probes would cost more than joining saves.</summary>
    public const int MinSubscribers = 128;

    public const int SampleSize = 16;

    /// <summary>Time without progress after which the sample is given up: a connection may be busy with something else.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(100);

    private readonly IActorRef[] _awaited = new IActorRef[SampleSize];
    private int _count;
    private Subscriber.DeliveryProbe? _probe;
    private bool _hasProgressed;
    private ICancelable? _timer;

    /// <summary>True while part of the sample has not taken the last fan-out.</summary>
    public bool IsHolding => _count > 0;

    /// <summary>Begins to hold: a fan-out has just been told.</summary>
    public void Begin(in FanOutGroups groups)
    {
        _count = groups.Sample(_awaited);
        _probe = new Subscriber.DeliveryProbe();
        _hasProgressed = true;
        foreach (var subscriber in _awaited.AsSpan(0, _count))
            subscriber.Tell(_probe, topic);
        _timer ??= StartTimer();
    }

    /// <summary>Notes that a subscriber has taken everything that was told before the probe. A probe of an earlier fan-out is ignored.</summary>
    public void OnTaken(Subscriber.DeliveryProbe probe, IActorRef subscriber)
    {
        if (ReferenceEquals(probe, _probe))
            Remove(subscriber);
    }

    /// <summary>Stops waiting for a subscriber, which may have left.</summary>
    public void Remove(IActorRef subscriber)
    {
        for (var i = 0; i < _count; i++)
        {
            if (!ReferenceEquals(_awaited[i], subscriber))
                continue;

            _awaited[i] = _awaited[--_count];
            _awaited[_count] = null!;
            _hasProgressed = true;
            return;
        }
    }

    /// <summary>The timer has fired: gives the sample up if none of it has answered since it was started.</summary>
    public void OnTimeout()
    {
        if (!_hasProgressed)
            _count = 0;
        _hasProgressed = false;
        _timer = IsHolding ? StartTimer() : null;
    }

    /// <summary>The topic stops.</summary>
    public void Stop() => _timer?.Cancel();

    private ICancelable StartTimer() => scheduler.ScheduleTellOnceCancelable(Timeout, topic, TimedOut.Instance, ActorRefs.NoSender);

    /// <summary>The timer's message to the topic.</summary>
    public sealed record TimedOut
    {
        public static readonly TimedOut Instance = new();
    }
}
