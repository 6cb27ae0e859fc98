namespace WsActors.LoadTest.Wire;

/// <summary>What the server answered to an opening handshake.</summary>
/// <param name="HeadLength">Bytes of the head of an acceptance; what follows are frames. 0: not accepted.</param>
/// <param name="Fault">Why it is no acceptance; null: none yet.</param>
internal readonly record struct HandshakeAnswer(int HeadLength, string? Fault)
{
    public static readonly HandshakeAnswer Incomplete;

    public bool IsAccepted => HeadLength > 0;

    public static HandshakeAnswer Accepted(int headLength) => new(headLength, null);

    public static HandshakeAnswer Wrong(string fault) => new(0, fault);
}
