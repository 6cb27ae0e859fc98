using Akka.Actor;
using BenchmarkDotNet.Attributes;
using WsActors.Actors.Connections.Registry;
using WsActors.Actors.Model;

namespace WsActors.Benchmarks.Actors;

/// <summary>The table of 100,000 connections: a page of 100 in the middle, one looked up, one that goes while another comes.</summary>
[MemoryDiagnoser]
public class ConnectionTableBenchmarks
{
    private const int Connections = 100_000;

    private readonly ConnectionTable _table = new(NodeId.Random());
    private readonly List<ConnectionId> _ids = [];
    private int _next;

    [GlobalSetup]
    public void Fill()
    {
        for (var i = 0; i < Connections; i++)
            AddOne();
        Random.Shared.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_ids));
    }

    [Benchmark]
    public int Page() => _table.IdsAfter(_ids[Next()]).Take(100).Count();

    [Benchmark]
    public object? Find() => _table.Find(_ids[Next()]);

    [Benchmark]
    public void Replace()
    {
        _table.Remove(_ids[Next()]);
        _ids[_next] = AddOne(remember: false);
    }

    private ConnectionId AddOne(bool remember = true)
    {
        var id = _table.NextId();
        _table.Add(id, new ConnectionEntry(ActorRefs.Nobody, address: null, isRefused: false, TimeSpan.MaxValue));
        if (remember)
            _ids.Add(id);
        return id;
    }

    private int Next() => _next = (_next + 1) % Connections;
}
