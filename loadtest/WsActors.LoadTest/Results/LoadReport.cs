namespace WsActors.LoadTest.Results;

/// <summary>What was published and delivered in the measured part.</summary>
internal sealed record LoadReport
{
    /// <summary>Publications, or echo messages sent.</summary>
    public long Publications { get; init; }

    public long Expected { get; init; }

    public long Deliveries { get; init; }

    public double Seconds { get; init; }

    public double DeliveriesPerSecond => Seconds > 0 ? Math.Round(Deliveries / Seconds) : 0;

    public double PublicationsPerSecond => Seconds > 0 ? Math.Round(Publications / Seconds, 1) : 0;

    public long BytesReceived { get; init; }

    /// <summary>Everything that the sockets gave: payloads, frames, TLS; not what TCP and IP put around it.</summary>
    public double? WireBytesPerDelivery => Deliveries > 0 && Expected > 0 ? Math.Round(BytesReceived / (double)Deliveries, 1) : null;

    /// <summary>With compression that keeps a context: clients whose messages were only counted; 0: all were read.</summary>
    public int CountedOnly { get; init; }

    public long BytesSent { get; init; }

    /// <summary>Messages that carried no marker: the protocol's own, or another server's.</summary>
    public long OtherMessages { get; init; }
}
