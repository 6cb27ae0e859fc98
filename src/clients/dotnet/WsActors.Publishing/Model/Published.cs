namespace WsActors.Publishing;

/// <summary>An accepted publication.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Epoch">The id of the log that assigned the offset.</param>
/// <param name="Offset">The offset in that log.</param>
/// <param name="Subscribers">The number of connections that it was sent to.</param>
/// <param name="Repeated">True if the key was known: the message was published before, with this offset.</param>
public sealed record Published(string Topic, string Epoch, long Offset, int Subscribers, bool Repeated = false);
