namespace WsActors.Protocol.Clients;

/// <summary>What a client may send, told in <see cref="ServerEvent.Welcome"/>.</summary>
/// <param name="MaxMessageBytes">Payload bytes of one message.</param>
/// <param name="MaxSubscriptions">Topics subscribed to at once.</param>
public sealed record ClientLimits(int MaxMessageBytes, int MaxSubscriptions);
