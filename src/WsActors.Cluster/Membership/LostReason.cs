using Akka.Actor;

namespace WsActors.Cluster.Membership;

/// <summary>The reason of a shutdown of a node that is no part of its cluster and cannot become one without a restart.</summary>
public sealed class LostReason : CoordinatedShutdown.Reason
{
    public static readonly LostReason Instance = new();

    private LostReason()
    {
    }

    public override int ExitCode => 1;

    public override string ToString() => "the line before gives the reason";
}
