namespace WsActors.Actors.Settings;

/// <summary>Everything that the actors are told about the node, bound and validated before the first of them exists.</summary>
public sealed record ServerSettings
{
    public PushSettings Push { get; init; } = new();
    public TopicSettings Topics { get; init; } = new();
    public StorageSettings Storage { get; init; } = new();
    public DrainSettings Drain { get; init; } = new();
}
