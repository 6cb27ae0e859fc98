using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Registry;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;

namespace WsActors.Actors.Tests.Connections.Registry;

/// <summary>A drain counts the connections that ended in time, and is answered once.</summary>
public sealed class DrainProgressTests
{
    private readonly CapturingRef _asker = new(null, "asker");

    [Fact]
    public void Connections_that_were_cut_do_not_count_as_closed()
    {
        var drain = new DrainProgress(_asker, [], new DrainSettings());
        drain.CountEnded(ConnectionOutcome.Closed);
        drain.CountEnded(ConnectionOutcome.Lost);
        drain.CountEnded(ConnectionOutcome.Cut);
        drain.Finish(cut: 1);

        Assert.Equal(new ConnectionsReply.Drained(Closed: 2, Cut: 1), Assert.Single(_asker.Messages));
    }

    [Fact]
    public void A_drain_that_finishes_twice_is_answered_once()
    {
        var drain = new DrainProgress(_asker, [], new DrainSettings());
        drain.Finish(cut: 3);
        drain.Finish(cut: 0);

        Assert.Equal(new ConnectionsReply.Drained(Closed: 0, Cut: 3), Assert.Single(_asker.Messages));
    }

    [Fact]
    public void Each_connection_is_in_one_wave()
    {
        var connections = Enumerable.Range(1, 1234).Select(number => new ConnectionId((ulong)number)).ToArray();
        var drain = new DrainProgress(_asker, connections, new DrainSettings());
        var told = new List<ConnectionId>();
        while (drain.HasMoreWaves)
            told.AddRange(drain.NextWave());

        Assert.Equal(connections, told.Order());
    }
}
