using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Server;

/// <summary>Adds up what the processes of several nodes hold and have spent.</summary>
internal sealed class ProcessesProbe(IReadOnlyList<IServerProbe> nodes) : IServerProbe
{
    public string Source => nodes[0].Source;

    public TimeSpan Interval => nodes[0].Interval;

    /// <exception cref="UsageException">There is no such process.</exception>
    public static IServerProbe Of(IReadOnlyList<int> processes) =>
        processes.Count == 1 ? new ProcessProbe(processes[0]) : new ProcessesProbe([.. processes.Select(id => new ProcessProbe(id))]);

    public async Task<ServerFigures?> ReadAsync()
    {
        var (resident, cpu) = (0L, 0.0);
        foreach (var node in nodes)
        {
            if (await node.ReadAsync() is not { } figures)
                return null;

            resident += figures.ResidentBytes;
            cpu += figures.CpuSeconds;
        }

        return new ServerFigures(resident, cpu);
    }
}
