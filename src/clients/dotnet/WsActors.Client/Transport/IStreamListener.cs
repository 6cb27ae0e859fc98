namespace WsActors.Client.Transport;

/// <summary>The owner of an event stream.</summary>
internal interface IStreamListener
{
    void OnBytes(ReadOnlySpan<byte> bytes);

    /// <summary>Learns of an answer with an error status, instead of the end.</summary>
    void OnRefused(string body, long? retryAfterMs);

    /// <summary>Learns of the end, once.</summary>
    void OnClosed();
}
