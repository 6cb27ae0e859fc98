namespace WsActors.Client;

/// <summary>A part of a topic's history.</summary>
/// <typeparam name="T">The type of the published data.</typeparam>
/// <param name="Position">The position of the end of the log; null if the topic keeps no history.</param>
/// <param name="Recovered">True if all messages after the requested position are still there; null if the request named none.</param>
/// <param name="Gap">The missing range, if not.</param>
/// <param name="Messages">The messages in their order.</param>
public sealed record HistoryPage<T>(Position? Position, bool? Recovered, Gap? Gap, IReadOnlyList<Message<T>> Messages);
