using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Tests.Topics;

public sealed class IdempotencyKeysTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly IdempotencyKeys _keys = new(maxKeys: 2, maxAge: Minute);

    [Fact]
    public void Remembered_key_has_the_offset_of_its_first_publication()
    {
        _keys.Remember("a", At(7), TimeSpan.Zero);

        Assert.Equal(At(7), _keys.Find("a", TimeSpan.Zero));
        Assert.Null(_keys.Find("b", TimeSpan.Zero));
    }

    [Fact]
    public void Key_is_forgotten_after_its_age()
    {
        _keys.Remember("a", At(7), TimeSpan.Zero);

        Assert.Equal(At(7), _keys.Find("a", Minute - TimeSpan.FromTicks(1)));
        Assert.Null(_keys.Find("a", Minute));
        Assert.Equal(0, _keys.Count);
    }

    [Fact]
    public void Oldest_key_makes_room_for_the_newest()
    {
        _keys.Remember("a", At(1), TimeSpan.Zero);
        _keys.Remember("b", At(2), TimeSpan.Zero);
        _keys.Remember("c", At(3), TimeSpan.Zero);

        Assert.Null(_keys.Find("a", TimeSpan.Zero));
        Assert.Equal((At(2), At(3)), (_keys.Find("b", TimeSpan.Zero), _keys.Find("c", TimeSpan.Zero)));
    }

    private static KeyedPublication At(long offset) => new(offset, Fingerprint: 1);
}
