using CsCheck;
using WsActors.Actors.Connections.Registry;
using WsActors.Actors.Model;

namespace WsActors.Actors.Tests.Connections.Registry;

public sealed class UserIndexTests
{
    [Fact]
    public void It_knows_the_connections_of_each_user_whatever_came_and_went() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 2], Gen.ULong[0, 5]).Array[0, 60].Sample(steps =>
        {
            var index = new UserIndex();
            var model = new HashSet<(string User, ConnectionId Id)>();
            foreach (var (comes, user, number) in steps)
            {
                var entry = (User: $"u{user}", Id: new ConnectionId(number));
                if (comes && model.Add(entry))
                    index.Add(entry.User, entry.Id);
                else if (!comes && model.Remove(entry))
                    index.Remove(entry.User, entry.Id);
            }

            Assert.All(["u0", "u1", "u2"], user => AssertEqual(model.Where(entry => entry.User == user).Select(entry => entry.Id), index, user));
        });

    private static void AssertEqual(IEnumerable<ConnectionId> expected, UserIndex index, string user)
    {
        var ids = expected.Order().ToArray();
        Assert.Equal(ids, index.ConnectionsOf(user));
        Assert.Equal(ids.Where(id => id.Value > 2), index.ConnectionsOf(user, new ConnectionId(2)));
        Assert.Equal(ids.Length, index.CountOf(user));
    }
}
