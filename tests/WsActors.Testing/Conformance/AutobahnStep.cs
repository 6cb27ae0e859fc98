namespace WsActors.Testing.Conformance;

/// <summary>One thing that the client of a case does.</summary>
public abstract record AutobahnStep
{
    private AutobahnStep()
    {
    }

    /// <summary>Sends bytes, in one write or chopped.</summary>
    public sealed record Send(byte[] Bytes, int Chop) : AutobahnStep
    {
        /// <summary>The writes that it takes.</summary>
        public IEnumerable<ReadOnlyMemory<byte>> Writes()
        {
            var size = Chop == 0 ? Math.Max(1, Bytes.Length) : Chop;
            for (var from = 0; from < Bytes.Length; from += size)
                yield return Bytes.AsMemory(from, Math.Min(size, Bytes.Length - from));
        }
    }

    /// <summary>Waits until so many frames have come from the server since the handshake.</summary>
    public sealed record AwaitAnswers(int Count) : AutobahnStep;
}
