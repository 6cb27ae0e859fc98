namespace WsActors.Protocol.Clients;

/// <summary>The limits on what a client may send, reported in <see cref="ServerEvent.Welcome"/>.</summary>
/// <param name="MaxMessageBytes">Payload bytes of one message.</param>
/// <param name="MaxSubscriptions">Topics subscribed to at once.</param>
public sealed record ClientLimits(int MaxMessageBytes, int MaxSubscriptions);
