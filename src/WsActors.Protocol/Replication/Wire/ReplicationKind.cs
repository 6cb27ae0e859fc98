namespace WsActors.Protocol.Replication.Wire;

/// <summary>The number of a message's type on the wire. Numbers are never given twice.</summary>
internal enum ReplicationKind : byte
{
    Prepare = 1,
    Begin = 2,
    Adopt = 3,
    Continue = 4,
    Append = 5,
    Fetch = 6,
    FetchedEntries = 7,
    FetchedState = 8,
    Prepared = 9,
    Adopted = 10,
    Appended = 11,
    Refused = 12,
}
