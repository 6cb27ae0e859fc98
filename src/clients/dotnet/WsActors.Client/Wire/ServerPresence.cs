namespace WsActors.Client.Wire;

/// <summary>The fields of a message about the members of a topic.</summary>
internal ref struct ServerPresence
{
    /// <summary>The JSON of one member.</summary>
    public ReadOnlySpan<byte> Member;

    /// <summary>The JSON of a list of members.</summary>
    public ReadOnlySpan<byte> Members;
    public int Total;

    /// <summary>True if the list goes on.</summary>
    public bool HasCursor;
}
