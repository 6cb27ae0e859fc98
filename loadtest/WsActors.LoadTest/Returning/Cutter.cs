using System.Diagnostics;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Returning;

/// <summary>Cuts clients off while a load runs: which one and how is chance, the same chance for the same seed.</summary>
internal sealed class Cutter(Fleet fleet, ReturningClients clients, TopicsApi api, Scenario scenario, Random random)
{
    // Of the load's duration: some miss much, and all are back in time.
    private const double LongestAbsence = 1 / 8.0;
    private const double LongestSlowness = 1 / 4.0;

    private readonly long[] _counts = new long[Enum.GetValues<CutKind>().Length];

    public long Count => _counts.Sum();

    public IReadOnlyDictionary<string, long> Counts =>
        Enum.GetValues<CutKind>().ToDictionary(kind => kind.ToString(), kind => _counts[(int)kind]);

    public async Task RunAsync(CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        for (var done = 0; !stop.IsCancellationRequested;)
        {
            if (Stopwatch.GetElapsedTime(start).TotalSeconds * scenario.Cuts < done + 1)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), CancellationToken.None);
                continue;
            }

            done++;
            var kind = (CutKind)random.Next(_counts.Length);

            // Most are away for a moment, some for long.
            var howLong = Math.Pow(random.NextDouble(), 2);
            if (await CutAsync(random.Next(scenario.Connections), kind, howLong))
                _counts[(int)kind]++;
        }
    }

    // One that is on its way back is left alone.
    private async Task<bool> CutAsync(int index, CutKind kind, double howLong)
    {
        var connection = await fleet.AskAsync(all => all[index].State == ClientState.Ready ? Cut(all[index], kind, howLong) : null);
        return connection is not null && (kind != CutKind.ByServer || await api.DisconnectAsync(connection));
    }

    private string? Cut(Client client, CutKind kind, double howLong)
    {
        switch (kind)
        {
            case CutKind.Reset: fleet.CutAndReturn(client, reset: true, scenario.Duration * LongestAbsence * howLong); break;
            case CutKind.HalfOpen: fleet.AbandonAndReturn(client, scenario.Duration * LongestAbsence * howLong); break;
            case CutKind.Slow: fleet.ReadSlowly(client, scenario.Duration * LongestSlowness * howLong); break;
            case CutKind.ByServer: break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such cut");
        }

        return clients.ConnectionOf(client.Index);
    }
}
