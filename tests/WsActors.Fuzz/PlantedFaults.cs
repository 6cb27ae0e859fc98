using WsActors.Testing.Fuzzing;


namespace WsActors.Fuzz;

/// <summary>
/// Faults that show that the fuzzer sees any. Each stands behind four bytes that have to be found one after the other,
/// each by the new code that it reaches: by chance it would take 2^32 tries.
/// </summary>
internal static class PlantedFaults
{
    private static readonly List<byte[]> Grown = [];

    public static void Crash(ReadOnlySpan<byte> input)
    {
        if (IsBehindTheBytes(input))
            throw new FormatException("a planted crash");
    }

    public static void Hang(ReadOnlySpan<byte> input)
    {
        while (IsBehindTheBytes(input))
            Thread.SpinWait(1000);
    }

    public static void Growth(ReadOnlySpan<byte> input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Grown.Clear();
        if (IsBehindTheBytes(input))
            Grown.Add(new byte[1024 * 1024]);
        Invariant.ExpectBounded(before, input.Length, bytesEach: 16);
    }

    private static bool IsBehindTheBytes(ReadOnlySpan<byte> input)
    {
        if (input.Length < 4 || input[0] != 'w')
            return false;
        if (input[1] != 's')
            return false;
        if (input[2] != 'p')
            return false;
        return input[3] == '!';
    }
}
