using WsActors.Protocol.Clients;

namespace WsActors.Phoenix;

/// <summary>A message of the client that is not replied to yet.</summary>
/// <param name="JoinRef">The JSON literal of its first element; null for a message that belongs to no channel.</param>
/// <param name="Id">The JSON literal of its second element.</param>
/// <param name="Topic">The channel's topic, as the client wrote it.</param>
internal sealed record PhoenixRequest(string? JoinRef, RequestId Id, string Topic)
{
    public string Ref => Id.Json;
}
