namespace WsActors.Fuzz;

/// <summary>An input that does harm.</summary>
/// <param name="Kind">"crash", "hang", or "seed" for one of those that the fuzzer was to begin with.</param>
/// <param name="What">What goes wrong when it is replayed.</param>
/// <param name="Input">The bytes; empty for a seed, which <paramref name="What"/> names.</param>
public sealed record Finding(string Kind, string What, byte[] Input)
{
    /// <summary>The bytes stand in a line of their own, ready for a file in the corpus.</summary>
    public override string ToString() => $"{Kind}: {What}\n{Convert.ToHexString(Input)}";
}
