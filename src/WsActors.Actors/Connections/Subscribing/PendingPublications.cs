using WsActors.Actors.Backend;

namespace WsActors.Actors.Connections.Subscribing;

/// <summary>
/// A client's publications that the application is asked about, in the client's order. Many questions may be under way at
/// once; whichever is answered first, what was said first is published first.
/// </summary>
internal sealed class PendingPublications
{
    /// <summary>Publications at once: each holds its payload. At 50 ms an answer it lets 320 a second pass.</summary>
    public const int MaxLength = 16;

    private readonly List<(AuthorizationRequest.Publish Request, AuthorizationResult? Decision)> _queue = [];

    public bool IsFull => _queue.Count >= MaxLength;

    public bool IsEmpty => _queue.Count == 0;

    public void Add(AuthorizationRequest.Publish request) => _queue.Add((request, null));

    /// <summary>Notes an answer; one that nobody waits for, or that came before, changes nothing.</summary>
    public void Answer(AuthorizationRequest.Publish request, AuthorizationResult result)
    {
        var index = _queue.FindIndex(entry => ReferenceEquals(entry.Request, request));
        if (index >= 0 && _queue[index].Decision is null)
            _queue[index] = (request, result);
    }

    /// <summary>Takes the first publication out if it is decided.</summary>
    public bool TryTake(out AuthorizationRequest.Publish request, out AuthorizationResult result)
    {
        (request, result) = (null!, null!);
        if (_queue is not [{ Decision: { } decided } first, ..])
            return false;

        (request, result) = (first.Request, decided);
        _queue.RemoveAt(0);
        return true;
    }
}
