using System.Text.Json.Serialization.Metadata;
using WsActors.Client.Core;
using WsActors.Client.Reading;
using WsActors.Client.Runtime;

namespace WsActors.Client;

/// <summary>A subscription to a topic, to be read once with <c>await foreach</c>, which ends it.</summary>
/// <typeparam name="T">The type of the published data.</typeparam>
public sealed class Subscription<T> : IAsyncEnumerable<Message<T>>, IAsyncDisposable
{
    private readonly ClientRuntime _runtime;
    private readonly TopicState _topic;
    private readonly TopicReader<T> _reader;

    internal Subscription(ClientRuntime runtime, string topic, JsonTypeInfo<T> type, Position? since, int maxBuffered)
    {
        (_runtime, Topic) = (runtime, topic);
        (_reader, _topic) = runtime.Add(topic, core => new TopicReader<T>(core, topic, type, since, maxBuffered)
        {
            StateChanged = state => StateChanged?.Invoke(state),
        });
    }

    /// <summary>Reports each new <see cref="State"/>. Handlers are called one at a time and must not block.</summary>
    public event Action<SubscriptionState>? StateChanged;

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>The state.</summary>
    public SubscriptionState State => _runtime.Read(_ => _reader.State);

    /// <summary>The position up to which messages and gaps have been read; null before the server has confirmed the first subscription.</summary>
    public Position? Position => _reader.Position;

    /// <summary>Reads messages and gaps until the subscription ends.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="WsActorsException">The server refused or ended the subscription, or ended the client.</exception>
    public async IAsyncEnumerator<Message<T>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        // By its registration, since a token given to the channel would be an allocation per wait.
        using var registration = cancellationToken.UnsafeRegister(static subscription => ((Subscription<T>)subscription!).End(), this);
        try
        {
            while (await _reader.WaitAsync().ConfigureAwait(false))
            {
                while (!cancellationToken.IsCancellationRequested && _reader.TryTake(out var message))
                    yield return message;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            End();
        }
    }

    /// <summary>Ends the subscription.</summary>
    public ValueTask DisposeAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes what has arrived, without waiting.</summary>
    internal bool TryTake(out Message<T> message) => _reader.TryTake(out message);

    private void End() => _runtime.Do(_ =>
    {
        _topic.Remove(_reader);
        _reader.Close();
    });
}
