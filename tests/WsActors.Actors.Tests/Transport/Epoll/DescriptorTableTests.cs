using WsActors.Actors.Transport.Epoll;

namespace WsActors.Actors.Tests.Transport.Epoll;

public sealed class DescriptorTableTests
{
    private readonly DescriptorTable _table = new();

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(1_000_000)]
    public void Who_was_put_in_is_found(int descriptor)
    {
        var sink = Put(descriptor);

        Assert.Same(sink, _table.Find(descriptor, sink.Generation));
    }

    [Fact]
    public void Growing_keeps_who_was_there()
    {
        var early = Put(5);
        Put(100_000);

        Assert.Same(early, _table.Find(5, early.Generation));
    }

    [Fact]
    public void Who_was_removed_is_not_found()
    {
        var sink = Put(5);
        _table.Remove(sink);

        Assert.Null(_table.Find(5, sink.Generation));
    }

    [Fact]
    public void Who_had_the_number_before_is_not_found_and_neither_is_the_one_who_has_it_now_in_its_place()
    {
        var former = Put(5);
        _table.Remove(former);
        Put(5);

        Assert.Null(_table.Find(5, former.Generation));
    }

    // A listener is disposed of when it is unbound, by its actor's end and by the program's.
    [Fact]
    public void Who_leaves_once_more_does_not_take_out_the_one_who_has_the_number_now()
    {
        var former = Put(5);
        _table.Remove(former);
        var next = Put(5);
        _table.Remove(former);

        Assert.Same(next, _table.Find(5, next.Generation));
    }

    [Fact]
    public void A_number_beyond_the_table_is_nobodys() => Assert.Null(_table.Find(1_000_000_000, 1));

    private FakeSink Put(int descriptor)
    {
        var sink = new FakeSink(descriptor, _table.NextGeneration());
        _table.Put(sink);
        return sink;
    }

    private sealed record FakeSink(int Descriptor, uint Generation) : IReadinessSink
    {
        public void OnReady(Readiness what)
        {
        }
    }
}
