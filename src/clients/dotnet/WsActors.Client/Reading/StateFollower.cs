using System.Runtime.CompilerServices;

namespace WsActors.Client.Reading;

/// <summary>Keeps a state that begins as a snapshot and is changed by a topic's messages, and loads it anew after a gap.</summary>
/// <param name="subscribe">Subscribes from a position.</param>
/// <param name="load">Loads the state.</param>
/// <param name="apply">Returns the state after a message.</param>
/// <param name="pause">Waits before the state is loaded again, for the n-th time without a message in between.</param>
internal sealed class StateFollower<TState, T>(
    Func<Position, IAsyncEnumerable<Message<T>>> subscribe,
    Func<CancellationToken, Task<Snapshot<TState>>> load,
    Func<TState, Message<T>, TState> apply,
    Func<int, CancellationToken, Task> pause)
{
    private IAsyncEnumerator<Message<T>>? _events;
    private Position _since;
    private int _reloads;

    // True if a gap tells of another log, of which nothing is missing.
    private bool _isWhole;

    public async IAsyncEnumerable<TState> RunAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        try
        {
            while (true)
            {
                var (state, position) = await load(cancellation).ConfigureAwait(false);
                yield return state;

                await SubscribeAsync(position, cancellation).ConfigureAwait(false);
                Gap? gap = null;
                while (gap is null)
                {
                    if (!await _events!.MoveNextAsync().ConfigureAwait(false))
                        yield break;

                    var message = _events.Current;
                    if (message.Gap is null)
                    {
                        _reloads = 0;
                        yield return state = apply(state, message);
                    }
                    else if (message.Gap.Reload)
                    {
                        gap = message.Gap;
                    }
                }

                _isWhole = gap.To < gap.From;
                await pause(_reloads++, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            if (_events is not null)
                await _events.DisposeAsync().ConfigureAwait(false);
        }
    }

    // A snapshot from before the new log has no better position to offer. Asking for it again would return the same gap.
    private async Task SubscribeAsync(Position position, CancellationToken cancellation)
    {
        if (_events is not null && _isWhole && position == _since)
            return;

        if (_events is not null)
            await _events.DisposeAsync().ConfigureAwait(false);
        _since = position;
        _events = subscribe(position).GetAsyncEnumerator(cancellation);
    }
}
