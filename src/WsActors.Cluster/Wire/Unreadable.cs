namespace WsActors.Cluster.Wire;

/// <summary>Takes the place of a message of another node that could not be read. No actor handles it.</summary>
public sealed record Unreadable
{
    public static readonly Unreadable Instance = new();
}
