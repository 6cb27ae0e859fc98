using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.EventStream;
using WsActors.Protocol.Clients.Poll;

namespace WsActors.Protocol.Routing;

/// <summary>
/// The heads of responses to event streams and polls, still without their Date: the beginning of a stream, and all of a response to
/// HEAD (RFC 9110 §9.3.2), which may leave out what only the content would tell, such as a poll's length.
/// </summary>
public static class ResponseHeads
{
    private static ReadOnlySpan<byte> Poll =>
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nCache-Control: no-store\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n"u8;

    /// <param name="protocol">One of those that are spoken over plain HTTP.</param>
    public static ReadOnlySpan<byte> Of(IClientProtocol protocol) => protocol switch
    {
        EventStreamProtocol => EventStreamProtocol.Head,
        OldEventStreamProtocol => EventStreamProtocol.UnchunkedHead,
        PollProtocol => Poll,
        _ => throw new ArgumentException($"{protocol.Name} is not spoken over plain HTTP", nameof(protocol)),
    };
}
