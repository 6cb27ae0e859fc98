using System.Net;
using System.Security.Authentication;
using Akka.Actor;

namespace WsActors.Actors.Transport;

/// <summary>
/// The byte stream of one connection, owned by one actor: only the owner calls it, and only while it handles a message.
/// Nothing here blocks. An operation that cannot complete at once ends in a <see cref="TransportEvent"/> to the owner.
/// </summary>
public interface IConnectionTransport : IDisposable
{
    /// <summary>The peer's end point; null if the transport has no addresses.</summary>
    EndPoint? RemoteEndPoint { get; }

    /// <summary>The version of TLS; None if the stream is plain, or the TLS handshake is not over.</summary>
    SslProtocols Security => SslProtocols.None;

    /// <summary>True if a refusal could be read only after a TLS handshake.</summary>
    bool IsCostlyToRefuse => false;

    /// <summary>Names the owner. Called once, before anything else.</summary>
    void Attach(IActorRef owner);

    /// <summary>
    /// Requests one <see cref="TransportEvent.Readable"/>, sent when <see cref="Receive"/> has something to return.
    /// At most one such request is outstanding; it holds no buffer.
    /// </summary>
    void AwaitReadable();

    /// <summary>
    /// True if something has arrived that <see cref="Receive"/> has not taken yet; <see cref="TransportEvent.Readable"/> may still
    /// be on its way to the owner.
    /// </summary>
    bool HasArrived => false;

    /// <summary>The operating system's report on the peer; null on systems other than Linux.</summary>
    TcpReport? Report() => null;

    /// <summary>Reads the bytes that have arrived.</summary>
    ReceiveResult Receive(Memory<byte> buffer);

    /// <summary>
    /// Sends all of <paramref name="bytes"/>. After <see cref="SendStatus.Pending"/> they must stay unchanged, and
    /// nothing more may be sent, until <see cref="TransportEvent.SendCompleted"/>.
    /// </summary>
    SendStatus Send(ReadOnlyMemory<byte> bytes);

    /// <summary>
    /// Called once for each <see cref="TransportEvent.SendCompleted"/>. False if that completes a part of the send only, so that the owner has to wait for
    /// another one.
    /// </summary>
    bool Completes() => true;

    /// <summary>Ends the sending side (TCP FIN); receiving goes on.</summary>
    void EndSending();

    /// <summary>Resets the stream at once (TCP RST).</summary>
    void Abort();
}
