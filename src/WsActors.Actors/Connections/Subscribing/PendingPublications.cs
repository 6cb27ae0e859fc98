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

    private readonly List<(AuthorizationRequest.Publish AuthorizationRequest, AuthorizationResult? AuthorizationResult)> _line = [];

    public bool IsFull => _line.Count >= MaxLength;

    public bool IsEmpty => _line.Count == 0;

    public void Add(AuthorizationRequest.Publish question) => _line.Add((question, null));

    /// <summary>Notes an answer; one that nobody waits for, or that came before, changes nothing.</summary>
    public void Answer(AuthorizationRequest.Publish question, AuthorizationResult verdict)
    {
        var index = _line.FindIndex(entry => ReferenceEquals(entry.AuthorizationRequest, question));
        if (index >= 0 && _line[index].AuthorizationResult is null)
            _line[index] = (question, verdict);
    }

    /// <summary>Takes the first publication out if it is decided.</summary>
    public bool TryTake(out AuthorizationRequest.Publish question, out AuthorizationResult verdict)
    {
        (question, verdict) = (null!, null!);
        if (_line is not [{ AuthorizationResult: { } decided } first, ..])
            return false;

        (question, verdict) = (first.AuthorizationRequest, decided);
        _line.RemoveAt(0);
        return true;
    }
}
