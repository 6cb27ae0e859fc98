namespace WsActors.Actors.Connections.Entering;

/// <summary>The steps of an <see cref="Entrance"/> that somebody else answers.</summary>
internal enum EntranceStep : byte
{
    None,
    CountingAddress,
    DecidingAccess,
    CountingUser,
    AskingBackend,
}
