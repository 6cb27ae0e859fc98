using WsActors.LoadTest.Checking;

namespace WsActors.LoadTest.Clients;

/// <summary>Judges what clients receive. All calls come from the fleet's thread.</summary>
internal interface IDeliveries
{
    /// <summary>The client stands and has its subscriptions.</summary>
    void Joined(Client client);

    /// <summary>A message with a marker arrived.</summary>
    /// <param name="client">Who got it.</param>
    /// <param name="marker">What it carries.</param>
    /// <param name="message">All of it.</param>
    /// <param name="end">Where the filler begins in it.</param>
    /// <param name="now">When it was read.</param>
    void Received(Client client, in Marker marker, ReadOnlySpan<byte> message, int end, long now);

    /// <summary>A compressed message arrived at a client that does not inflate: it counts as the next one of its only topic.</summary>
    void ReceivedUnread(Client client, long now);

    /// <summary>The server said which messages the client will not get.</summary>
    void Missed(Client client, in AnnouncedGap gap);

    /// <summary>Time passes: called about once a millisecond while <see cref="WantsTicks"/>, else a few times per second.</summary>
    void Tick(long now);

    bool WantsTicks { get; }
}
