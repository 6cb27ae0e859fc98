namespace WsActors.Actors.Connections.Shared;

/// <summary>
/// The bytes that the unfinished messages of all connections hold together, against the node's limit. Each connection adds what is left
/// at the end of its turn, in steps, so small messages never touch the shared count. Safe on any thread.
/// </summary>
/// <param name="limit">Bytes that may be held, <see cref="Settings.PushSettings.MaxInboundBytes"/>.</param>
internal sealed class InboundRoom(long limit)
{
    /// <summary>A connection's share is known in steps of so many bytes: what is below one step does not count.</summary>
    public const int StepBytes = 4 * 1024;

    private long _held;

    public long HeldBytes => Interlocked.Read(ref _held);

    /// <summary>True if nobody may hold more than now.</summary>
    public bool IsFull => HeldBytes >= limit;

    /// <summary>Above so many bytes the largest are shed, so that others rarely find no room.</summary>
    public long ShedsAbove { get; } = limit - (limit / 8);

    /// <summary>Shedding ends at so many bytes, so that not every message after it sheds again.</summary>
    public long ShedsTo { get; } = limit - (limit / 4);

    /// <summary>A whole number of steps.</summary>
    public static int InSteps(int bytes) => bytes - (bytes % StepBytes);

    public void Add(int bytes) => Interlocked.Add(ref _held, bytes);
}
