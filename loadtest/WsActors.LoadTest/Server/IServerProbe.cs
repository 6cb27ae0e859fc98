namespace WsActors.LoadTest.Server;

/// <summary>Looks at the server process.</summary>
internal interface IServerProbe
{
    string Source { get; }

    /// <summary>How often one may look without being felt.</summary>
    TimeSpan Interval { get; }

    /// <returns>Null if it cannot be seen now.</returns>
    Task<ServerFigures?> ReadAsync();
}
