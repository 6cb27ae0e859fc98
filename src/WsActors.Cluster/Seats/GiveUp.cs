namespace WsActors.Cluster.Seats;

/// <summary>Tells a seat that its bucket is given to another node, so that the home here has to stop.</summary>
internal sealed record GiveUp
{
    public static readonly GiveUp Instance = new();
}
