namespace WsActors.LoadTest.Returning;

/// <summary>How a client is cut off.</summary>
internal enum CutKind
{
    /// <summary>A reset, as from a crash or a firewall.</summary>
    Reset,

    /// <summary>The client is gone without a word, as with a dead battery: its connection stays and nobody reads it.</summary>
    HalfOpen,

    /// <summary>It reads slowly for a while; the server may close it for that.</summary>
    Slow,

    /// <summary>The server disconnects it, asked by the admin API.</summary>
    ByServer,
}
