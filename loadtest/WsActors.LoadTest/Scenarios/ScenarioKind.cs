namespace WsActors.LoadTest.Scenarios;

/// <summary>What is done to the server once the connections stand.</summary>
internal enum ScenarioKind
{
    /// <summary>Nothing: the cost of waiting clients.</summary>
    Idle,

    /// <summary>Publications reach every subscriber.</summary>
    Push,

    /// <summary>Every connection sends and gets its own messages back.</summary>
    Echo,

    /// <summary>All connections are cut at once and come back at once.</summary>
    Storm,

    /// <summary>Some connections stop reading while publications go on.</summary>
    SlowReaders,

    /// <summary>Clients die abruptly, again and again, while publications go on.</summary>
    Kill,

    /// <summary>Many publishers at once, over HTTP.</summary>
    Publishers,

    /// <summary>Quiet topics beside one that is published to without a pause.</summary>
    Fairness,

    /// <summary>Clients are cut off in every way while publications go on, and come back for what they missed.</summary>
    Lossless,

    /// <summary>All clients come back at once, each having missed some messages.</summary>
    Recovery,
}
