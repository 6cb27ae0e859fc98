namespace WsActors.Protocol.Http;

/// <summary>Determines the kind of a GET request.</summary>
internal static class RequestKinds
{
    private const string EventStreamType = "text/event-stream";

    /// <summary>The kind of a request without an upgrade; null if it is unknown.</summary>
    /// <param name="request">The request.</param>
    /// <param name="query">Its target's query.</param>
    public static RequestKind? WithoutUpgrade(HttpRequest request, string query)
    {
        if (request.Method == "OPTIONS")
            return RequestKind.Preflight;

        if (request.List("Accept").Any(IsEventStream))
            return RequestKind.EventStream;

        return QueryString.First(query, "poll") == "true" ? RequestKind.Poll : null;
    }

    // A media range may carry parameters: "text/event-stream;q=0.9" (RFC 9110 §12.5.1).
    private static bool IsEventStream(string range) =>
        range.Split(';')[0].Trim().Equals(EventStreamType, StringComparison.OrdinalIgnoreCase);
}
