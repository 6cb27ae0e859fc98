namespace WsActors.Client.Wire;

/// <summary>The fields of <c>goodbye</c> and <c>closed</c>.</summary>
internal ref struct ServerEnding
{
    public int CloseCode;

    /// <summary>The name of the close code.</summary>
    public ReadOnlySpan<byte> Name;
    public long ReconnectAfterMs;
}
