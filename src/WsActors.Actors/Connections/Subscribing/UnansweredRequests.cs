namespace WsActors.Actors.Connections.Subscribing;

/// <summary>
/// Counts a back end's requests that topics have not answered. No rate limits a back end. While too many requests wait, its connection is
/// not read, so TCP slows it down.
/// </summary>
internal sealed class UnansweredRequests
{
    /// <summary>The number of waiting requests at which reading stops. A batch is one request.</summary>
    public const int MaxCount = 256;

    private int _count;

    public bool IsFull => _count >= MaxCount;

    public void Add() => _count++;

    public void Remove() => _count--;
}
