namespace WsActors.Testing.Conformance;

/// <summary>The table: every case of the suite's categories 1 to 7, 9 and 10; compression (12, 13) is not among them.</summary>
public static class AutobahnCases
{
    public static IReadOnlyList<AutobahnCase> All { get; } =
    [
        .. AutobahnFraming.Cases(),
        .. AutobahnPings.Cases(),
        .. AutobahnReservedBits.Cases(),
        .. AutobahnOpcodes.Cases(),
        .. AutobahnFragmentation.Cases(),
        .. AutobahnUtf8.Cases(),
        .. AutobahnUtf8Sequences.Cases(),
        .. AutobahnClosing.Cases(),
        .. AutobahnLimits.Cases(),
    ];

    private static readonly Dictionary<string, AutobahnCase> ById = All.ToDictionary(one => one.Id);

    public static AutobahnCase Find(string id) => ById[id];

    /// <summary>So many bytes of a pattern that repeats, as the suite makes its payloads.</summary>
    public static byte[] Repeat(ReadOnlySpan<byte> pattern, int length)
    {
        var payload = new byte[length];
        pattern[..Math.Min(pattern.Length, length)].CopyTo(payload);
        for (var done = pattern.Length; done < length; done *= 2)
            payload.AsSpan(0, Math.Min(done, length - done)).CopyTo(payload.AsSpan(done));
        return payload;
    }
}
