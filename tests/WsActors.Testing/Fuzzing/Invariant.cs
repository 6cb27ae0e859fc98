namespace WsActors.Testing.Fuzzing;

/// <summary>Throws where a rule is broken that must hold for all input.</summary>
public static class Invariant
{
    /// <summary>Bytes of the heap that any input may take: rented buffers, and the first use of types.</summary>
    private const int AllowedBytes = 256 * 1024;

    /// <exception cref="InvalidOperationException">It does not hold.</exception>
    public static void Expect(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }

    /// <summary>The heap taken since <paramref name="before"/> on this thread is in proportion to what came.</summary>
    /// <param name="before">The result of <see cref="GC.GetAllocatedBytesForCurrentThread"/> at the start.</param>
    /// <param name="inputLength">Bytes that the peer sent.</param>
    /// <param name="bytesEach">Bytes of the heap that each of them may take.</param>
    public static void ExpectBounded(long before, int inputLength, int bytesEach)
    {
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        if (taken > AllowedBytes + ((long)bytesEach * inputLength))
            throw new InvalidOperationException($"{inputLength} bytes of input took {taken} of the heap");
    }
}
