using CsCheck;
using WsActors.Actors.Connections.Registry;
using WsActors.Actors.Model;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections.Registry;

/// <summary>Whatever connections report, and whenever they shed or end: the total is what the others hold, and the largest are chosen.</summary>
public sealed class SheddingLedgerProperties
{
    private const int Limit = 50_000;
    private const int DownTo = 30_000;

    private static readonly Gen<(int Kind, int Id, int Bytes)> Step = Gen.Select(Gen.Int[0, 9], Gen.Int[1, 5], Gen.Int[0, 30_000]);

    [Fact]
    public void The_total_is_what_those_hold_that_are_not_to_shed_and_stays_within_the_limit() => Step.Array[0, 80].Sample(
        steps =>
        {
            var (ledger, held, shedding) = (new SheddingLedger(Limit, DownTo), new Dictionary<ulong, int>(), new HashSet<ulong>());
            foreach (var (kind, number, bytes) in steps)
                Take(ledger, kind, (ulong)number, bytes, held, shedding);

            foreach (var id in Enumerable.Range(1, 5))
                ledger.Remove(new ConnectionId((ulong)id));
            Assert.Equal(0, ledger.TotalBytes);
        },
        iter: Effort.Rounds(5000),
        threads: 1);

    private static void Take(SheddingLedger ledger, int kind, ulong id, int bytes, Dictionary<ulong, int> held, HashSet<ulong> shedding)
    {
        if (kind == 0)
        {
            ledger.Remove(new ConnectionId(id));
            held.Remove(id);
            shedding.Remove(id);
        }
        else
        {
            // Only one that was told to shed reports that it has.
            var hasShed = kind < 4 && shedding.Remove(id);
            if (!shedding.Contains(id))
                held[id] = bytes;
            AssertLargest(ledger.Note(new ConnectionId(id), bytes, hasShed), held, shedding);
        }

        Assert.Equal(held.Values.Sum(value => (long)value), ledger.TotalBytes);
        Assert.InRange(ledger.TotalBytes, 0, Limit);
    }

    // None that stays holds more than one that is to shed, and no more are chosen than it takes.
    private static void AssertLargest(IReadOnlyList<ConnectionId> chosen, Dictionary<ulong, int> held, HashSet<ulong> shedding)
    {
        var bytes = chosen.Select(id => held[id.Value]).ToArray();
        foreach (var id in chosen)
        {
            held.Remove(id.Value);
            Assert.True(shedding.Add(id.Value), $"{id} was chosen twice");
        }

        if (chosen.Count == 0)
            return;

        var left = held.Values.Sum();
        Assert.InRange(left, 0, DownTo);
        Assert.InRange(left + bytes[^1], DownTo + 1, int.MaxValue);
        Assert.True(held.Values.All(value => value <= bytes[^1]));
    }
}
