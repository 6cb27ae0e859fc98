namespace WsActors.Actors.Telemetry;

/// <summary>
/// A total that many threads add to and few read. It is read by an observable instrument, so that an addition costs one interlocked
/// instruction and no lookup: it counts every delivery.
/// </summary>
internal sealed class AtomicCounter
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public void Add(long amount) => Interlocked.Add(ref _value, amount);

    public void Increment() => Interlocked.Increment(ref _value);

    public void Decrement() => Interlocked.Decrement(ref _value);
}
