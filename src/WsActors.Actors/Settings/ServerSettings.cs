namespace WsActors.Actors.Settings;

/// <summary>All settings of the actors, bound and validated before the first actor exists.</summary>
public sealed record ServerSettings
{
    public PushSettings Push { get; init; } = new();
    public TopicSettings Topics { get; init; } = new();
    public StorageSettings Storage { get; init; } = new();
    public DrainSettings Drain { get; init; } = new();
    public FaultInjectionSettings FaultInjection { get; init; } = new();
}
