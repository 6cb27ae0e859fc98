using WsActors.Testing.Fuzzing;


namespace WsActors.Fuzz;

/// <summary>Reads any bytes; throws where an invariant breaks.</summary>
public delegate void Feed(ReadOnlySpan<byte> input);

/// <summary>What can be fuzzed, by name.</summary>
public static class FuzzTargets
{
    public const string Protocol = "protocol";
    public const string PlantedCrash = "planted-crash";
    public const string PlantedHang = "planted-hang";
    public const string PlantedGrowth = "planted-growth";

    public static IReadOnlyList<string> Names { get; } = [Protocol, PlantedCrash, PlantedHang, PlantedGrowth];

    public static Feed Named(string name) => name switch
    {
        Protocol => ProtocolFuzz.Feed,
        PlantedCrash => PlantedFaults.Crash,
        PlantedHang => PlantedFaults.Hang,
        PlantedGrowth => PlantedFaults.Growth,
        _ => throw new ArgumentException($"there is no target {name}: {string.Join(", ", Names)} are there", nameof(name)),
    };
}
