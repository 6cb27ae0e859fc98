namespace WsActors.Actors.Transport.Epoll;

/// <summary>
/// The sinks by descriptor. The kernel gives the number of a closed descriptor to the next one opened, while a
/// report about the closed one may be on its way. Therefore each sink has a generation, which a look-up names.
/// </summary>
/// <remarks>
/// The sink, not its slot, holds the generation, so that the reactor reads both at once and takes no lock. Eight
/// bytes per descriptor; sinks are held strongly until they are removed.
/// </remarks>
internal sealed class DescriptorTable
{
    private readonly Lock _changing = new();
    private volatile IReadinessSink?[] _sinks = new IReadinessSink?[1024];
    private uint _generations;

    public uint NextGeneration() => Interlocked.Increment(ref _generations);

    public void Put(IReadinessSink sink)
    {
        lock (_changing)
        {
            if (sink.Descriptor >= _sinks.Length)
                Grow(sink.Descriptor);
            _sinks[sink.Descriptor] = sink;
        }
    }

    /// <summary>Removes this sink, but not another one that may have its number by now.</summary>
    public void Remove(IReadinessSink sink)
    {
        lock (_changing)
        {
            if (sink.Descriptor < _sinks.Length && ReferenceEquals(_sinks[sink.Descriptor], sink))
                _sinks[sink.Descriptor] = null;
        }
    }

    /// <returns>Null where that one is gone, whoever has the number now.</returns>
    public IReadinessSink? Find(int descriptor, uint generation)
    {
        var sinks = _sinks;
        return descriptor < sinks.Length && Volatile.Read(ref sinks[descriptor]) is { } sink && sink.Generation == generation
            ? sink
            : null;
    }

    private void Grow(int descriptor)
    {
        var larger = new IReadinessSink?[Math.Max(descriptor + 1, _sinks.Length * 2)];
        _sinks.CopyTo(larger, 0);
        _sinks = larger;
    }
}
