namespace WsActors.Actors.Connections;

/// <summary>Frames that were dropped, by the policy of their topics.</summary>
internal readonly record struct DropCount(int Every, int Latest, int DropOldest)
{
    public bool IsNone => Every + Latest + DropOldest == 0;
}
