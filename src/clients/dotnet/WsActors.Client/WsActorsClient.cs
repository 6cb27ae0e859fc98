using System.Text.Json.Serialization.Metadata;
using WsActors.Client.Core;
using WsActors.Client.Reading;
using WsActors.Client.Runtime;
using WsActors.Client.Transport;
using WsActors.Client.Wire;

namespace WsActors.Client;

/// <summary>
/// A client of the push server: one connection for all topics, which it keeps up and resumes. It connects with the first subscription or
/// publication, and is safe for use from several threads.
/// </summary>
public sealed class WsActorsClient : IAsyncDisposable, ICoreEvents
{
    private readonly WsActorsClientOptions _options;
    private readonly ClientRuntime _runtime;
    private readonly NetworkWatch? _network;

    /// <summary>Makes a client, which does not connect yet.</summary>
    /// <param name="address">The address of the push listener, for example <c>wss://push.example.com/connect</c>.</param>
    /// <param name="options">Options.</param>
    public WsActorsClient(Uri address, WsActorsClientOptions? options = null)
        : this(address, options ?? new WsActorsClientOptions(), null)
    {
    }

    internal WsActorsClient(Uri address, WsActorsClientOptions options, ITransport? transport)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || address.Scheme is not ("ws" or "wss" or "http" or "https"))
            throw new ArgumentException("The address begins with ws:// or wss://.", nameof(address));
        options.Validate();
        _options = options with { };
        var settings = new CoreSettings(address)
        {
            MinBackOff = (long)options.MinBackOff.TotalMilliseconds,
            MaxBackOff = (long)options.MaxBackOff.TotalMilliseconds,
            MaxQueued = options.MaxQueued,
            MaxMessageBytes = options.MaxMessageBytes,
            UsesStreams = options.EventStreams,
            Random = options.Random,
        };
        _runtime = new ClientRuntime(settings, this, transport ?? TransportOf(options), new TokenSource(options.Token), options.TimeProvider);
        _network = options.WatchNetwork ? new NetworkWatch(Wake) : null;
    }

    /// <summary>Reports each new <see cref="State"/>. Handlers are called one at a time and must not block.</summary>
    public event Action<ConnectionState>? StateChanged;

    /// <summary>
    /// Reports failures from which the client recovers, such as one of the token function, and the error with which the server ends the client.
    /// </summary>
    public event Action<WsActorsException>? Failed;

    /// <summary>The state of the connection.</summary>
    public ConnectionState State => _runtime.Read(core => core.State);

    internal ClientRuntime Runtime => _runtime;

    /// <summary>Connects now, instead of with the first subscription or publication.</summary>
    public void Connect() => _runtime.Do(core => core.Attempts.Wake());

    /// <summary>Subscribes to a topic whose data are described by <see cref="WsActorsClientOptions.Json"/>.</summary>
    /// <typeparam name="T">The type of the published data.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <returns>The subscription to what comes from now on. It ends with its <c>await foreach</c>, or when it is disposed.</returns>
    public Subscription<T> SubscribeAsync<T>(string topic) => SubscribeAsync<T>(topic, (Position?)null);

    /// <summary>Subscribes to a topic whose data are described by <see cref="WsActorsClientOptions.Json"/>.</summary>
    /// <typeparam name="T">The type of the published data.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="since">The position from which to continue, or null for what comes from now on.</param>
    /// <returns>The subscription, which is active from now on. It ends with its <c>await foreach</c>, or when it is disposed.</returns>
    public Subscription<T> SubscribeAsync<T>(string topic, Position? since) => SubscribeAsync(topic, WireJson.TypeOf<T>(_options.Json), since);

    /// <summary>Subscribes to a topic.</summary>
    /// <typeparam name="T">The type of the published data.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="type">The JSON of the data.</param>
    /// <param name="since">The position from which to continue, or null for what comes from now on.</param>
    /// <returns>The subscription, which is active from now on. It ends with its <c>await foreach</c>, or when it is disposed.</returns>
    public Subscription<T> SubscribeAsync<T>(string topic, JsonTypeInfo<T> type, Position? since = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentNullException.ThrowIfNull(type);
        return new Subscription<T>(_runtime, topic, type, since, _options.MaxBuffered);
    }

    /// <summary>
    /// Keeps a state that begins as a snapshot and is changed by a topic's messages, whose data are described by <see cref="WsActorsClientOptions.Json"/>.
    /// After a gap it is loaded anew.
    /// </summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the published data.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="load">Loads the state and the position of the last message that it includes, from the application's back end.</param>
    /// <param name="apply">Returns the state after a message.</param>
    /// <returns>The state after it was loaded and after each change.</returns>
    public IAsyncEnumerable<TState> FollowAsync<TState, T>(
        string topic, Func<CancellationToken, Task<Snapshot<TState>>> load, Func<TState, Message<T>, TState> apply) =>
        FollowAsync(topic, WireJson.TypeOf<T>(_options.Json), load, apply);

    /// <summary>Keeps a state that begins as a snapshot and is changed by a topic's messages. After a gap it is loaded anew.</summary>
    /// <typeparam name="TState">The type of the state.</typeparam>
    /// <typeparam name="T">The type of the published data.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="type">The JSON of the data.</param>
    /// <param name="load">Loads the state and the position of the last message that it includes, from the application's back end.</param>
    /// <param name="apply">Returns the state after a message.</param>
    /// <returns>The state after it was loaded and after each change. An exception of a function, or the end of the subscription, ends it.</returns>
    public IAsyncEnumerable<TState> FollowAsync<TState, T>(
        string topic, JsonTypeInfo<T> type, Func<CancellationToken, Task<Snapshot<TState>>> load, Func<TState, Message<T>, TState> apply)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(apply);
        return new StateFollower<TState, T>(since => SubscribeAsync(topic, type, since), load, apply, PauseAsync).RunAsync();
    }

    /// <summary>Lists the members of a topic and keeps the list up to date.</summary>
    /// <param name="topic">A topic with presence.</param>
    public Presence PresenceAsync(string topic)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        return new Presence(_runtime, topic);
    }

    /// <summary>Publishes data that are described by <see cref="WsActorsClientOptions.Json"/>. Without a connection, the publication waits for one.</summary>
    /// <typeparam name="T">The type of the data.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="data">The data.</param>
    /// <returns>The offset.</returns>
    /// <exception cref="WsActorsException">The publication failed, or its outcome is unknown.</exception>
    public Task<long> PublishAsync<T>(string topic, T data) => PublishAsync(topic, data, (PublishOptions?)null);

    /// <summary>Publishes data that are described by <see cref="WsActorsClientOptions.Json"/>. Without a connection, the publication waits for one.</summary>
    /// <typeparam name="T">The type of the data.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="data">The data.</param>
    /// <param name="options">Options.</param>
    /// <returns>The offset.</returns>
    /// <exception cref="WsActorsException">The publication failed, or its outcome is unknown.</exception>
    public Task<long> PublishAsync<T>(string topic, T data, PublishOptions? options) =>
        PublishAsync(topic, data, WireJson.TypeOf<T>(_options.Json), options);

    /// <summary>Publishes. Without a connection, the publication waits for one.</summary>
    /// <typeparam name="T">The type of the data.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="data">The data.</param>
    /// <param name="type">The JSON of the data.</param>
    /// <param name="options">Options.</param>
    /// <returns>The offset.</returns>
    /// <exception cref="WsActorsException">The publication failed, or its outcome is unknown.</exception>
    public Task<long> PublishAsync<T>(string topic, T data, JsonTypeInfo<T> type, PublishOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentNullException.ThrowIfNull(type);
        // Now, so that what the application changes later is not sent.
        var call = new PublishCall(RequestText.Publish(topic, data, type, options));
        _runtime.Do(core => core.Requests.Call(call));
        return call.Result;
    }

    /// <summary>Reads a topic's history: the latest messages, or those after a position.</summary>
    /// <typeparam name="T">The type of the published data.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="since">The position, or null for the latest messages.</param>
    /// <param name="limit">The largest number of messages, from 1 to 1000; null leaves it to the server.</param>
    /// <exception cref="WsActorsException">The request failed.</exception>
    public Task<HistoryPage<T>> HistoryAsync<T>(string topic, Position? since, int? limit) =>
        HistoryAsync(topic, WireJson.TypeOf<T>(_options.Json), since, limit);

    /// <summary>Reads a topic's history: the latest messages, or those after a position.</summary>
    /// <typeparam name="T">The type of the published data.</typeparam>
    /// <param name="topic">The topic.</param>
    /// <param name="type">The JSON of the data.</param>
    /// <param name="since">The position, or null for the latest messages.</param>
    /// <param name="limit">The largest number of messages, from 1 to 1000; null leaves it to the server.</param>
    /// <exception cref="WsActorsException">The request failed.</exception>
    public Task<HistoryPage<T>> HistoryAsync<T>(string topic, JsonTypeInfo<T> type, Position? since = null, int? limit = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentNullException.ThrowIfNull(type);
        var call = new HistoryCall<T>(RequestText.History(topic, since, limit), topic, type);
        _runtime.Do(core => core.Requests.Call(call));
        return call.Result;
    }

    /// <summary>
    /// Tells the client that the application came to the foreground or the machine woke up: it probes an open connection, and a waiting client
    /// connects at once, except if the server named the time.
    /// </summary>
    public void Wake() => _runtime.Do(core => core.Attempts.OnAwake());

    /// <summary>Closes the connection while the application is in the background. Subscriptions stay, and continue after <see cref="Resume"/>.</summary>
    public void Suspend() => _runtime.Do(core => core.Suspend());

    /// <summary>Connects again after <see cref="Suspend"/>.</summary>
    public void Resume() => _runtime.Do(core => core.Attempts.Resume());

    /// <summary>Ends the connection and everything that uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        _network?.Dispose();
        await _runtime.DisposeAsync().ConfigureAwait(false);
    }

    void ICoreEvents.OnState(ConnectionState state) => StateChanged?.Invoke(state);

    void ICoreEvents.OnFailed(WsActorsException error) => Failed?.Invoke(error);

    // Full jitter: a server that restarts must not send all of its clients to the back end at once.
    private Task PauseAsync(int reloads, CancellationToken cancellation) =>
        Task.Delay(TimeSpan.FromSeconds(_options.Random() * Math.Min(30, Math.Pow(2, reloads))), _options.TimeProvider, cancellation);

    // Redirects would lose the token, and names resolve anew when the server moves.
    private static NetworkTransport TransportOf(WsActorsClientOptions options) => new(
        options.HttpHandler ?? new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) },
        ownsHandler: options.HttpHandler is null,
        options.MaxMessageBytes);
}
