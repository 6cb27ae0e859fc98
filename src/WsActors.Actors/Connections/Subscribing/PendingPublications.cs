using WsActors.Actors.Backend;

namespace WsActors.Actors.Connections.Subscribing;

/// <summary>
/// A client's publications that wait for the application's decision, in the client's order. Many requests may be pending at once; the
/// publications keep their order, whichever request is answered first.
/// </summary>
internal sealed class PendingPublications
{
    /// <summary>The most publications at once: each holds its payload. At 50 ms per answer this permits 320 per second.</summary>
    public const int MaxLength = 16;

    private readonly List<(AuthorizationRequest.Publish Request, AuthorizationResult? Decision)> _queue = [];

    public bool IsFull => _queue.Count >= MaxLength;

    public bool IsEmpty => _queue.Count == 0;

    public void Add(AuthorizationRequest.Publish request) => _queue.Add((request, null));

    /// <summary>Records an answer; one that is not awaited, or a second one, changes nothing.</summary>
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
