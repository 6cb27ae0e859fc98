namespace WsActors.Client.Wire;

/// <summary>The offsets of a gap.</summary>
internal struct ServerRange
{
    public long From;
    public long To;
}
