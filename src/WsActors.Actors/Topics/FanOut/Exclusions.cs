using Akka.Actor;
using WsActors.Actors.Topics.Messages;

namespace WsActors.Actors.Topics.FanOut;

/// <summary>
/// Keeps which publications are missing from the joined frames of a group: those that its protocol cannot express, and for one of its
/// subscribers those that it does not get, as a rule because it has published them itself.
/// </summary>
internal sealed class Exclusions
{
    private readonly List<(int Frame, IActorRef Subscriber)> _frames = [];
    private List<int>? _inexpressible;

    /// <param name="frame">The frame's place among those that are joined.</param>
    /// <param name="subscriber">The subscriber that does not get it.</param>
    public void Add(int frame, IActorRef subscriber) => _frames.Add((frame, subscriber));

    /// <param name="place">The place of a publication without a frame among all that are joined.</param>
    public void AddInexpressible(int place) => (_inexpressible ??= []).Add(place);

    /// <summary>Reduces the offsets and keys of all publications that are joined to those that have a frame.</summary>
    /// <param name="all">Of all; null if none may be dropped.</param>
    /// <param name="frames">The frames.</param>
    public Droppable? OfFrames(Droppable? all, int frames)
    {
        if (all is null || _inexpressible is null)
            return all;

        var places = Enumerable.Range(0, frames + _inexpressible.Count).Except(_inexpressible);
        return all.Of([.. places]);
    }

    public bool Concerns(IActorRef subscriber)
    {
        foreach (var (_, excluded) in _frames)
        {
            if (ReferenceEquals(excluded, subscriber))
                return true;
        }

        return false;
    }

    /// <summary>The delivery as the subscriber gets it: without its excluded frames; null if none is left.</summary>
    public Subscriber.Deliver? For(IActorRef subscriber, Subscriber.Deliver delivery)
    {
        var frames = default(JoinedFrames);
        var kept = new List<int>(delivery.Count);
        for (var i = 0; i < delivery.Count; i++)
        {
            if (IsExcluded(i, subscriber))
                continue;

            frames.Add(delivery.Parts?[i] ?? delivery.Frame);
            kept.Add(i);
        }

        return frames.IsEmpty
            ? null
            : delivery with { Frame = frames.Take(out var parts), Parts = parts, Droppable = delivery.Droppable?.Of(kept) };
    }

    private bool IsExcluded(int frame, IActorRef subscriber) =>
        _frames.Exists(excluded => excluded.Frame == frame && ReferenceEquals(excluded.Subscriber, subscriber));
}
