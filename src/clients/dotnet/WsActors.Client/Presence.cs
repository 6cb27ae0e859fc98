using WsActors.Client.Core;
using WsActors.Client.Reading;
using WsActors.Client.Runtime;

namespace WsActors.Client;

/// <summary>The members of a topic. Reading it with <c>await foreach</c> gives the current members after each change, and ends it.</summary>
public sealed class Presence : IAsyncEnumerable<PresenceSnapshot>, IAsyncDisposable
{
    private readonly ClientRuntime _runtime;
    private readonly PresenceReader _reader;
    private readonly TopicState _topic;

    internal Presence(ClientRuntime runtime, string topic)
    {
        (_runtime, Topic) = (runtime, topic);
        (_reader, _topic) = runtime.Add(topic, core => new PresenceReader(core, topic));
    }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>The members now.</summary>
    public PresenceSnapshot Current => _runtime.Read(_ => _reader.Snapshot);

    /// <summary>Reads the members after each change. A slow reader skips states in between.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="WsActorsException">The topic has no presence, or the server refused or ended the subscription or the client.</exception>
    public async IAsyncEnumerator<PresenceSnapshot> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        try
        {
            while (await _reader.Changed.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (_reader.Changed.TryRead(out _))
                    yield return Current;
            }
        }
        finally
        {
            End();
        }
    }

    /// <summary>Ends the list.</summary>
    public ValueTask DisposeAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    private void End() => _runtime.Do(_ =>
    {
        _topic.Remove(_reader);
        _reader.OnEnd(null);
    });
}
