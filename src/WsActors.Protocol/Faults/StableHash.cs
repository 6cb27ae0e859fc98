namespace WsActors.Protocol.Faults;

/// <summary>Hashes numbers to fractions: always the same one for a number, and evenly spread over many, whatever these have in common.</summary>
internal static class StableHash
{
    private const double OfAll = 1.0 / (1UL << 53);

    /// <summary>A fraction from 0 to below 1.</summary>
    public static double Fraction(ulong number) => (Mix(number) >> 11) * OfAll;

    /// <summary>A fraction that depends on all of three numbers.</summary>
    public static double Fraction(ulong first, ulong second, ulong third) => Fraction(Mix(Mix(first) ^ second) ^ third);

    // The finalizer of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
    private static ulong Mix(ulong number)
    {
        unchecked
        {
            number += 0x9E3779B97F4A7C15;
            number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
            number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
            return number ^ (number >> 31);
        }
    }
}
