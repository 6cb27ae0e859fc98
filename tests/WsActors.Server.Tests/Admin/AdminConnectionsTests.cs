using System.Net;
using WsActors.AspNetCore.Options;
using WsActors.Server.Admin;

namespace WsActors.Server.Tests.Admin;

public sealed class AdminConnectionsTests
{
    private readonly AdminConnections _connections = new(new AdminOptions { MaxConnections = 8, MaxConnectionsPerAddress = 4 });

    [Fact]
    public void At_the_limit_the_connection_that_has_been_without_a_request_for_longest_makes_room()
    {
        var all = Enumerable.Range(1, 8).Select(host => Enter(host)).ToArray();
        Answer(all[0]);
        _connections.Begin(all[1]);

        Assert.True(_connections.TryEnter(Connection(9), out var leaving));
        Assert.Same(all[2], leaving);
    }

    [Fact]
    public void A_connection_is_refused_only_where_every_other_has_a_request_under_way()
    {
        var all = Enumerable.Range(1, 8).Select(host => Enter(host)).ToArray();
        foreach (var connection in all)
            _connections.Begin(connection);
        Assert.False(_connections.TryEnter(Connection(9), out _));

        _connections.End(all[5]);
        Assert.True(_connections.TryEnter(Connection(9), out var leaving));
        Assert.Same(all[5], leaving);
    }

    [Fact]
    public void An_address_at_its_limit_takes_room_from_itself_and_not_from_others()
    {
        var other = Enter(1);
        var own = Enumerable.Range(0, 4).Select(_ => Enter(2)).ToArray();

        Assert.True(_connections.TryEnter(Connection(2), out var leaving));
        Assert.Same(own[0], leaving);
        Assert.NotSame(other, leaving);
    }

    [Fact]
    public void Who_left_makes_room_once_however_often_that_is_said()
    {
        var all = Enumerable.Range(1, 8).Select(host => Enter(host)).ToArray();
        _connections.Begin(all[0]);
        _connections.Leave(all[0]);
        _connections.End(all[0]);
        _connections.Leave(all[0]);

        Assert.Null(LeavingFor(9));
        Assert.Same(all[1], LeavingFor(10));
    }

    private AdminConnection Enter(int host)
    {
        var connection = Connection(host);
        Assert.True(_connections.TryEnter(connection, out var leaving));
        Assert.Null(leaving);
        return connection;
    }

    private AdminConnection? LeavingFor(int host)
    {
        Assert.True(_connections.TryEnter(Connection(host), out var leaving));
        return leaving;
    }

    private void Answer(AdminConnection connection)
    {
        _connections.Begin(connection);
        _connections.End(connection);
    }

    private static AdminConnection Connection(int host) => new(new IPAddress([192, 0, 2, (byte)host]), () => { });
}
