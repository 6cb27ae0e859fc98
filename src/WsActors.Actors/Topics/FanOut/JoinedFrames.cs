namespace WsActors.Actors.Topics.FanOut;

/// <summary>Frames of one group that are told together. One by one they cost a message for each subscriber and each of them.</summary>
/// <remarks>A mutable struct, kept in one field of its group.</remarks>
internal struct JoinedFrames
{
    private byte[]? _first;
    private List<byte[]>? _all;

    public readonly bool IsEmpty => _first is null;

    public readonly int Count => _first is null ? 0 : _all?.Count ?? 1;

    /// <summary>Bytes of all of them.</summary>
    public int Bytes { get; private set; }

    public void Add(byte[] frame)
    {
        Bytes += frame.Length;
        if (_first is null)
            _first = frame;
        else
            (_all ??= [_first]).Add(frame);
    }

    /// <summary>All of them in their order, and none is kept.</summary>
    /// <param name="parts">Each by itself; null where there is only one.</param>
    public byte[] Take(out IReadOnlyList<byte[]>? parts)
    {
        parts = _all;
        var joined = _all is null ? _first! : Join(_all);
        this = default;
        return joined;
    }

    private readonly byte[] Join(List<byte[]> frames)
    {
        var joined = new byte[Bytes];
        var length = 0;
        foreach (var frame in frames)
        {
            frame.CopyTo(joined, length);
            length += frame.Length;
        }

        return joined;
    }
}
