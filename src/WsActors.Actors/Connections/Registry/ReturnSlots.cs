namespace WsActors.Actors.Connections.Registry;

/// <summary>
/// Gives each client that is sent away its own random time to return, such that no more return per second than are sent away. Independent
/// random times would not do: by chance, some seconds would get many more than others.
/// </summary>
/// <remarks>
/// The clients are sent away one per slot. A block of them returns in the slots of the block that follows it, in random order, so each
/// slot is used once.
/// </remarks>
/// <param name="perSecond">Clients that are sent away per second.</param>
/// <param name="within">The longest time that a client is asked to wait.</param>
internal sealed class ReturnSlots(int perSecond, TimeSpan within)
{
    // Enough to mix the clients of a second of the highest useful rates, in 400 KB.
    private const int LargestBlock = 100_000;

    // A client waits for two blocks at most.
    private readonly int[] _order = [.. Enumerable.Range(0, (int)Math.Clamp(perSecond * within.TotalSeconds / 2, 1, LargestBlock))];
    private long _given;

    /// <summary>The time after which the next client is asked to return.</summary>
    /// <param name="elapsed">The time since the first client was sent away.</param>
    public TimeSpan Next(TimeSpan elapsed)
    {
        var place = (int)(_given % _order.Length);
        if (place == 0)
            Random.Shared.Shuffle(_order);

        var slot = _given - place + _order.Length + _order[place];
        _given++;
        var wait = TimeSpan.FromSeconds((double)slot / perSecond) - elapsed;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > within ? within : wait;
    }
}
