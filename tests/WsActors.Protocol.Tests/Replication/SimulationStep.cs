namespace WsActors.Protocol.Tests.Replication;

/// <summary>One random step of a simulation. The numbers choose among what is possible at that time, so a step means something in any run.</summary>
internal readonly record struct SimulationStep(int Action, int First, int Second)
{
    /// <summary>The steps of a seed.</summary>
    public static SimulationStep[] Of(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new SimulationStep(random.Next(1000), random.Next(), random.Next()))];
    }
}
