namespace WsActors.LoadTest.Publishing;

/// <summary>Supplies the requests of a <see cref="PublisherFleet"/> and receives their answers. All calls come from the fleet's thread.</summary>
internal interface IPublisherWork
{
    /// <returns>The next request of a connection; null: there are no more.</returns>
    byte[]? Next(int connection, long now);

    /// <summary>A request was answered.</summary>
    /// <param name="connection">Its connection, which answers in the order of its requests.</param>
    /// <param name="status">The status code.</param>
    /// <param name="answer">Head and body.</param>
    /// <param name="begunAt">When the request was sent.</param>
    void Answered(int connection, int status, ReadOnlySpan<byte> answer, long begunAt);
}
