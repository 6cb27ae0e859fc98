namespace WsActors.Actors.Settings;

/// <summary>Settings of fault injection. Section <c>WsActors:FaultInjection</c>.</summary>
public sealed record FaultInjectionSettings
{
    /// <summary>
    /// True to let the admin API delay, drop, duplicate and throttle what clients are sent, and close their connections, so that client teams can test
    /// their code. For test systems.
    /// </summary>
    public bool Enabled { get; init; }
}
