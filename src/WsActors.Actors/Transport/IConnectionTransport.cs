using System.Net;
using System.Security.Authentication;
using Akka.Actor;

namespace WsActors.Actors.Transport;

/// <summary>
/// The byte stream of one connection, owned by one actor: only the owner calls it, and only while it handles a message.
/// Nothing here blocks. What cannot be done at once ends in a <see cref="TransportEvent"/> told to the owner.
/// </summary>
public interface IConnectionTransport : IDisposable
{
    /// <summary>Where the peer is; null where the transport has no addresses.</summary>
    EndPoint? RemoteEndPoint { get; }

    /// <summary>The version of TLS that protects the stream; None where it is plain, or not agreed upon yet.</summary>
    SslProtocols Security => SslProtocols.None;

    /// <summary>True if a refusal could be read only after a TLS handshake.</summary>
    bool IsCostlyToRefuse => false;

    /// <summary>Names the owner. Called once, before anything else.</summary>
    void Attach(IActorRef owner);

    /// <summary>
    /// Asks to be told <see cref="TransportEvent.Readable"/> once when <see cref="Receive"/> has something to say.
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

    /// <summary>Takes what has arrived.</summary>
    ReceiveResult Receive(Memory<byte> buffer);

    /// <summary>
    /// Sends all of <paramref name="bytes"/>. After <see cref="SendStatus.Pending"/> they must stay unchanged, and
    /// nothing more may be sent, until <see cref="TransportEvent.SendCompleted"/>.
    /// </summary>
    SendStatus Send(ReadOnlyMemory<byte> bytes);

    /// <summary>Tells the peer that nothing more will come (TCP FIN); receiving goes on.</summary>
    void EndSending();

    /// <summary>Ends the stream at once and lets the peer know by a reset (TCP RST).</summary>
    void Abort();
}
