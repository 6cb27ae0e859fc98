namespace WsActors.Protocol.Tests.Replication;

/// <summary>Finds a short part of a failing sequence that still fails, by taking away ever smaller pieces (delta debugging).</summary>
internal static class Shrinking
{
    public static T[] Of<T>(T[] sequence, Func<T[], bool> fails)
    {
        for (var size = sequence.Length / 2; size > 0; size /= 2)
        {
            for (var start = sequence.Length - size; start >= 0; start -= size)
            {
                T[] shorter = [.. sequence[..start], .. sequence[(start + size)..]];
                if (fails(shorter))
                    sequence = shorter;
                start = Math.Min(start, sequence.Length);
            }
        }

        return sequence;
    }
}
