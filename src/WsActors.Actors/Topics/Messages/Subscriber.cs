using Akka.Actor;
using WsActors.Actors.Runtime;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Messages;

/// <summary>The messages from topics to their subscribers.</summary>
public static class Subscriber
{
    /// <summary>
    /// A publication, or several that came together, in the subscriber's protocol and compression. One instance goes to
    /// all subscribers that share both.
    /// </summary>
    /// <param name="Topic">The topic's own instance of its name: compare by reference.</param>
    /// <param name="Frame">The finished frame, or several one behind the other; shared, never changed.</param>
    /// <param name="AcceptedAt">The time at which the (oldest) publication was accepted, on <see cref="NodeClock.Now"/>.</param>
    public sealed record Deliver(TopicName Topic, byte[] Frame, TimeSpan AcceptedAt)
    {
        /// <summary>Each frame by itself, for whom that matters; null where there is one.</summary>
        public IReadOnlyList<byte[]>? Parts { get; init; }

        /// <summary>
        /// The data needed to drop some of it for a reader that is behind; null if nothing may be dropped, unless faults may be injected.
        /// </summary>
        public Droppable? Droppable { get; init; }

        /// <summary>Publications in this.</summary>
        public int Count => Parts?.Count ?? 1;

        /// <summary>One of the publications by itself.</summary>
        internal Deliver Only(int index) => Parts is null
            ? this
            : new Deliver(Topic, Parts[index], AcceptedAt) { Droppable = Droppable?.Of([index]) };
    }

    /// <summary>
    /// Asks a subscriber to send this instance back. Its answer shows that it has taken everything that the topic had told it before.
    /// Connections answer in every phase.
    /// </summary>
    public sealed class DeliveryProbe;

    /// <summary>
    /// The subscription is taken. If it is live, every later publication is delivered; else the subscriber fetches what
    /// it missed by <see cref="TopicActor.CatchUp"/> at its own pace, and becomes live with the last page.
    /// </summary>
    /// <param name="Topic">The topic's own instance of its name, to be kept instead of the asker's.</param>
    /// <param name="TopicRef">The topic actor, for <see cref="TopicActor.Unsubscribe"/>.</param>
    /// <param name="Position">The position of the topic's log.</param>
    /// <param name="Recovery">The outcome for missed messages; null if the subscriber did not ask for them.</param>
    /// <param name="Request">The request that this answers.</param>
    public sealed record Subscribed(
        TopicName Topic, IActorRef TopicRef, TopicPosition Position, Recovery? Recovery, TopicRequest.Subscribe Request)
    {
        /// <summary>True if messages bear their offsets, so that the subscriber can return.</summary>
        public bool KeepsHistory { get; init; }

        /// <summary>True if there is nothing to catch up with.</summary>
        public bool IsLive => Recovery is null || Recovery.After >= Position.Offset;

        /// <summary>The answer as an event of the client protocol.</summary>
        public ServerEvent.Subscribed Answer =>
            new(Request.Request, Topic, Recovery is null ? Position : Position with { Offset = Recovery.Seen }, Recovery?.IsComplete)
            {
                Head = Recovery is null ? null : Position.Offset,
                KeepsHistory = KeepsHistory,
            };

        /// <summary>The gap or close that follows the answer; null if nothing is missing.</summary>
        public ServerEvent.Gap? Gap => Recovery?.Missed is { } missed
            ? new ServerEvent.Gap(Topic, missed) { Reached = KeepsHistory ? Position with { Offset = missed.To } : null }
            : null;
    }

    /// <summary>A page of what the subscriber missed.</summary>
    /// <param name="Topic">The topic's own instance of its name.</param>
    /// <param name="TopicRef">The topic actor.</param>
    /// <param name="Frames">The messages as finished frames, in their order; shared, never changed.</param>
    /// <param name="Page">The page from which the frames were made: with a gap before them, and the offset at which to read on.</param>
    /// <param name="Request">The subscription that catches up; live from now on if this page was the last.</param>
    public sealed record Replayed(
        TopicName Topic, IActorRef TopicRef, IReadOnlyList<byte[]> Frames, LogPage Page, TopicRequest.Subscribe Request);

    /// <summary>
    /// Reports who joined and who left, as finished frames. All subscribers with the same protocol and compression share one instance.
    /// </summary>
    /// <param name="Topic">The topic's own instance of its name.</param>
    /// <param name="Frame">The frames one behind the other; shared, never changed.</param>
    /// <param name="Parts">Each by itself, for whom that matters; null where there is one.</param>
    public sealed record Announced(TopicName Topic, byte[] Frame, IReadOnlyList<byte[]>? Parts);

    /// <summary>Reports presence changes to a subscriber that still catches up, as events: few do at a time.</summary>
    public sealed record AnnouncedEarly(TopicName Topic, IReadOnlyList<ServerEvent> Events);

    /// <summary>There will be no subscription.</summary>
    public sealed record SubscribeRefused(TopicRequest.Subscribe Request, string Code, string Message);

    /// <summary>The topic's log is lost and the subscription with it: subscribe again, since <paramref name="Last"/>.</summary>
    /// <param name="Topic">The topic.</param>
    /// <param name="Last">The position of the lost log: no log has its epoch any more, so a client that names it gets a gap.</param>
    public sealed record TopicLost(TopicName Topic, TopicPosition Last);
}
