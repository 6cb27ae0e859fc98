using Microsoft.Extensions.Time.Testing;

namespace WsActors.Client.Tests.World;

/// <summary>A client without network and time: the test is its server and moves its clock. Everything happens on the test's thread.</summary>
internal sealed class ClientWorld : IAsyncDisposable
{
    private readonly FakeTransport _transport = new();
    private readonly FakeTimeProvider _time = new();
    private readonly long _startedAt;

    // The attempts that the test has seen.
    private int _known;

    public ClientWorld(Action<WsActorsClientOptions>? configure = null, string address = "wss://push.example/connect")
    {
        _startedAt = _time.GetTimestamp();
        var options = new WsActorsClientOptions { TimeProvider = _time, WatchNetwork = false, Random = () => Chances.TryDequeue(out var chance) ? chance : 1 };
        configure?.Invoke(options);
        Client = new WsActorsClient(new Uri(address), options, _transport);
        Client.StateChanged += state => States.Add(Name(state));
        Client.Failed += Errors.Add;
    }

    public WsActorsClient Client { get; }

    /// <summary>The next random numbers; 1 if there are none.</summary>
    public Queue<double> Chances { get; } = new();

    public List<string> States { get; } = [];

    public List<WsActorsException> Errors { get; } = [];

    public IReadOnlyList<FakeSocket> Sockets => _transport.Sockets;

    public FakeSocket Socket => _transport.Sockets[(_known = Sockets.Count) - 1];

    public IReadOnlyList<FakeStream> Streams => _transport.Streams;

    public FakeStream Stream => _transport.Streams[^1];

    public bool IsTransportDisposed => _transport.IsDisposed;

    public string State => Name(Client.State);

    /// <summary>The milliseconds from now at which something is due, or null.</summary>
    public long? Due => Client.Runtime.Read(core => core.Timers.Next) - Now;

    private long Now => (long)_time.GetElapsedTime(_startedAt).TotalMilliseconds;

    /// <summary>A client whose attempt is under way.</summary>
    public static ClientWorld Connecting(Action<WsActorsClientOptions>? configure = null)
    {
        var world = new ClientWorld(configure);
        world.Client.Connect();
        return world;
    }

    /// <summary>A client with a connection.</summary>
    public static ClientWorld Connected(Action<WsActorsClientOptions>? configure = null)
    {
        var world = Connecting(configure);
        world.Socket.Welcome();
        return world;
    }

    /// <summary>A client with a live subscription to <c>news</c>.</summary>
    public static (ClientWorld World, Subscription<int> News) Subscribed(Position? since = null, Action<WsActorsClientOptions>? configure = null)
    {
        var world = Connected(configure);
        var news = world.Client.SubscribeAsync<int>("news", since);
        world.Socket.Confirm("news");
        return (world, news);
    }

    /// <summary>A client with a stream of <c>news</c> that has begun at offset 4, because two attempts failed.</summary>
    public static (ClientWorld World, Subscription<int> News) Streaming(Action<WsActorsClientOptions>? configure = null)
    {
        var world = new ClientWorld(configure);
        var news = world.Client.SubscribeAsync<int>("news", new Position("e", 4));
        world.Socket.End();
        world.NextAttempt();
        world.Socket.End();
        world.Stream.Subscribed("news", "e", 4);
        return (world, news);
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    public void Advance(long milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Moves the time to the next attempt.</summary>
    /// <returns>The milliseconds until then.</returns>
    public long NextAttempt()
    {
        var start = Now;
        // An attempt at once has been made already.
        while (Sockets.Count == _known)
            Advance(Due ?? throw new InvalidOperationException("The client waits for nothing."));
        _known = Sockets.Count;
        return Now - start;
    }

    /// <summary>Breaks the connection, and makes the next one.</summary>
    public void Reconnect()
    {
        Socket.End();
        NextAttempt();
        Socket.Welcome();
    }

    /// <summary>Takes what has arrived.</summary>
    public static IReadOnlyList<string> Events<T>(Subscription<T> subscription, int most = int.MaxValue)
    {
        var events = new List<string>();
        while (events.Count < most && subscription.TryTake(out var message))
            events.Add(message.Gap is { } gap ? $"gap {gap.From}-{gap.To} {gap.Reason}" : message.Error is { } error ? $"error {error.Code}" : $"{message.Data}");
        return events;
    }

    /// <summary>Reads to the end.</summary>
    /// <returns>The events, and the code of the error at the end, if it is one.</returns>
    public static async Task<IReadOnlyList<string>> EndOfAsync<T>(IAsyncEnumerable<T> subscription)
    {
        var events = new List<string>();
        try
        {
            await foreach (var message in subscription)
                events.Add($"{message}");
        }
        catch (WsActorsException e)
        {
            events.Add($"error {e.Code}");
        }

        return events;
    }

    /// <summary>The code of a failure.</summary>
    public static async Task<string> CodeOfAsync(Task task) => (await Assert.ThrowsAsync<WsActorsException>(() => task)).Code;

    private static string Name(ConnectionState state) => state.Transport == ConnectionTransport.None ? $"{state.Phase}" : $"{state.Transport}";
}
