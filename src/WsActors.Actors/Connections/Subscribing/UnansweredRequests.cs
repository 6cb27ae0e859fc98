namespace WsActors.Actors.Connections.Subscribing;

/// <summary>
/// Counts a back end's requests that topics have not answered. No rate limits a back end, so it is not read on while too many wait, and its own TCP
/// holds it back.
/// </summary>
internal sealed class UnansweredRequests
{
    /// <summary>Requests from which on nothing is read: each is one message, a whole batch at most.</summary>
    public const int MaxCount = 256;

    private int _count;

    public bool IsFull => _count >= MaxCount;

    public void Add() => _count++;

    public void Remove() => _count--;
}
