using CsCheck;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Tests.Topics;

/// <summary>Connections come, go and let time pass in any order, beside somebody who believes what is told.</summary>
public sealed class PresenceProperties
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly Gen<(int What, int Connection, int Seconds)[]> Steps =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 11], Gen.Int[0, 8]).Array[0, 200];

    [Fact]
    public void To_each_member_joined_and_left_alternate() => Steps.Sample(steps => new World(maxTold: 100).Run(steps));

    [Fact]
    public void Who_believes_what_is_told_knows_in_the_end_who_is_there() => Steps.Sample(steps =>
    {
        var world = new World(maxTold: 100);
        world.Run(steps);
        world.Pass(60);
        world.AssertKnown();
    });

    [Fact]
    public void The_same_holds_where_there_are_sometimes_too_many_to_be_told() => Steps.Sample(steps =>
    {
        var world = new World(maxTold: 4);
        world.Run(steps);
        world.Pass(60);
        world.AssertKnown();
    });

    [Fact]
    public void Pages_put_together_are_everyone_once() => Gen.Select(Steps, Gen.Int[1, 5]).Sample((steps, limit) =>
    {
        var world = new World(maxTold: 100);
        world.Run(steps);
        world.AssertPaged(limit);
    });

    /// <summary>Connections 0 to 3 are anonymous, 4 to 11 those of four users.</summary>
    private sealed class World(int maxTold)
    {
        private readonly PresenceLog _log = new(new PresenceLimits(Grace, TimeSpan.FromSeconds(1), maxTold));
        private readonly HashSet<int> _connected = [];
        private readonly HashSet<string> _known = [];
        private int? _total;
        private TimeSpan _now;

        public void Run((int What, int Connection, int Seconds)[] steps)
        {
            foreach (var (what, connection, seconds) in steps)
            {
                switch (what)
                {
                    case < 5: Come(connection); break;
                    case < 9: Go(connection); break;
                    default: _log.BeginAnew(_now); _total = -1; break;
                }

                Pass(seconds);
            }
        }

        public void Pass(int seconds)
        {
            for (var end = _now + TimeSpan.FromSeconds(seconds); _now <= end; _now += TimeSpan.FromSeconds(1))
                Hear(_log.Tell(_now));
        }

        public void AssertKnown()
        {
            var present = _connected.Select(NameOf).ToHashSet();
            Assert.Equal(present.Count, _log.Count);
            if (_total is { } total)
                Assert.Equal(present.Count, total);
            else
                Assert.True(present.SetEquals(_known));
        }

        public void AssertPaged(int limit)
        {
            var names = new List<string>();
            for (long? after = 0; after is { } cursor;)
            {
                var page = _log.Read(cursor, limit, int.MaxValue);
                names.AddRange(page.Members.Select(NameOf));
                after = page.Next;
            }

            Assert.Equal(_log.Count, names.Distinct().Count());
            Assert.Equal(_log.Count, names.Count);
        }

        private void Come(int connection)
        {
            _connected.Add(connection);
            _log.Join($"c{connection}", UserOf(connection));
        }

        private void Go(int connection)
        {
            _connected.Remove(connection);
            _log.Leave($"c{connection}", _now);
        }

        private void Hear(PresenceNews? news)
        {
            if (news is null)
                return;

            foreach (var member in news.Left)
                Assert.True(_known.Remove(NameOf(member)), "left without having joined");
            foreach (var member in news.Joined)
                Assert.True(_known.Add(NameOf(member)), "joined twice");
            _total = news.Everyone is null ? news.Total : null;
            if (news.Everyone is null)
                return;

            _known.Clear();
            _known.UnionWith(news.Everyone.Select(NameOf));
        }

        private static string? UserOf(int connection) => connection < 4 ? null : $"u{connection % 4}";

        private static string NameOf(int connection) => UserOf(connection) ?? $"c{connection}";

        private static string NameOf(PresenceMember member) => member.User ?? member.Connection;
    }
}
