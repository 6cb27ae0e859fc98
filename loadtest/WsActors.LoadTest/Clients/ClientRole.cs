namespace WsActors.LoadTest.Clients;

/// <summary>What a client is for.</summary>
internal enum ClientRole : byte
{
    /// <summary>Must get everything, exactly once and in order, and stay.</summary>
    Steady,

    /// <summary>Stops reading; what it reads in the end must be in order.</summary>
    Slow,

    /// <summary>Is killed; what it got must be in order from wherever it began.</summary>
    Victim,

    /// <summary>Loses its connection again and again, and comes back for what it has missed.</summary>
    Returning,
}
