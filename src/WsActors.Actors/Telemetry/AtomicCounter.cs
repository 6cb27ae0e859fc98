namespace WsActors.Actors.Telemetry;

/// <summary>
/// A total that many threads add to and few read. Read by an observable instrument, an addition costs one interlocked
/// instruction and no lookup, which a counter that is told of every delivery must not exceed.
/// </summary>
internal sealed class AtomicCounter
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public void Add(long amount) => Interlocked.Add(ref _value, amount);

    public void Increment() => Interlocked.Increment(ref _value);

    public void Decrement() => Interlocked.Decrement(ref _value);
}
