namespace WsActors.LoadTest.Publishing;

/// <summary>Hands publications to a server, one call after the other. It blocks its thread: a turn of the thread pool for each answer would cost more than a delivery, and come late.</summary>
internal interface IPublisher : IDisposable
{
    /// <summary>The most messages of one call.</summary>
    int MaxBatch { get; }

    /// <returns>To how many subscribers the server told each message; null: it does not say.</returns>
    /// <exception cref="HttpRequestException">The server refused.</exception>
    /// <exception cref="IOException">The connection is lost.</exception>
    int?[] Publish(IReadOnlyList<(string Topic, byte[] Payload)> messages);
}
