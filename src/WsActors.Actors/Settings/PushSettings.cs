using System.ComponentModel.DataAnnotations;
using System.Net;
using WsActors.Protocol.Proxies;
using WsActors.Protocol.Routing;

namespace WsActors.Actors.Settings;

/// <summary>The push listener and what each of its connections may cost. Section <c>WsActors:Push</c>.</summary>
public sealed record PushSettings
{
    /// <summary>Address to listen on. Loopback by default, so that nothing is open to the network unasked.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port; 0 takes any free port, which is logged.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 8080;

    /// <summary>Connections that the kernel keeps until they are accepted; the kernel caps it at net.core.somaxconn.</summary>
    [Range(1, 65535)]
    public int Backlog { get; init; } = 4096;

    /// <summary>The implementation of TCP connections. An idle connection over epoll is about 900 bytes smaller than one over .NET's sockets.</summary>
    public TransportKind Transport { get; init; } = TransportKind.Auto;

    /// <summary>
    /// True to serve some clients of the server's own, over a loopback socket, before the node accepts others. The start takes about
    /// 0.5 s longer, and the clients that follow meet compiled code: a tenth to a third less CPU per handshake.
    /// </summary>
    public bool WarmUp { get; init; } = true;

    /// <summary>Maximum number of connections on this node; further ones get 503.</summary>
    [Range(1, 10_000_000)]
    public int MaxConnections { get; init; } = 1_000_000;

    /// <summary>Maximum number of connections per remote address; further ones get 429. 0: no limit, because behind an untrusted proxy every client has the proxy's address.</summary>
    [Range(0, 10_000_000)]
    public int MaxConnectionsPerAddress { get; init; }

    /// <summary>Maximum number of connections per user; further ones get 429. 0: no limit, because only the application knows how many devices and tabs a user has.</summary>
    [Range(0, 10_000_000)]
    public int MaxConnectionsPerUser { get; init; }

    /// <summary>
    /// Opening handshakes per second. Above it, clients that were connected a moment ago are preferred, and the others
    /// get 503. 0: no limit.
    /// </summary>
    [Range(0, 1_000_000)]
    public int HandshakesPerSecond { get; init; }

    /// <summary>Concurrent TLS handshakes, each of which holds some 70 KB; further ones wait, within <see cref="HandshakeTimeout"/>.</summary>
    [Range(1, 1_000_000)]
    public int MaxTlsHandshakes { get; init; } = 1000;

    /// <summary>
    /// The longest time that the opening handshake may take, first byte or not (nginx: client_header_timeout, 60 s; a handshake is
    /// smaller).
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of the whole request head (nginx: large_client_header_buffers, 8k).</summary>
    [Range(512, 1024 * 1024)]
    public int MaxRequestBytes { get; init; } = 8 * 1024;

    /// <summary>Header lines of one request (Kestrel: MaxRequestHeaderCount, 100).</summary>
    [Range(8, 10_000)]
    public int MaxHeaders { get; init; } = 100;

    /// <summary>Silence after which the server pings: shorter than the 30-60 s after which proxies and NATs forget a connection.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>The longest time that a ping may go unanswered before the connection is closed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan PongTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest time that a connection may stay without subscriptions and messages.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The age at which a client is asked to connect again, give or take a tenth, so that clients spread over nodes that were added later.
    /// 0: never, because every new connection costs a handshake. Otherwise at least a minute.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan MaxConnectionAge { get; init; }

    /// <summary>
    /// The longest time that a long poll waits for a message: shorter than the 30-60 s after which proxies give up on a response.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan PollTimeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>The longest time that the peer may take to answer a close frame, and then to end the transport.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The longest time that a send may wait without the peer taking a single byte before the reader counts as stopped. A reader that
    /// takes some, however slowly, restarts the time (on Linux; elsewhere it is the time for one send of at most 64 KB or one message).
    /// Matches send_timeout in nginx, 60 s: a receiver's kernel frees its buffer in pieces of up to 128 KB, so that TCP sees a reader at
    /// 4 KB/s take something every 32 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Maximum payload bytes of a message from a client, all fragments together; a larger message closes the connection with 1009.</summary>
    [Range(125, 1024 * 1024 * 1024)]
    public int MaxMessageBytes { get; init; } = 64 * 1024;

    /// <summary>True to serve <c>/echo</c>; otherwise it gets 404 like any unknown path.</summary>
    public bool Echo { get; init; } = true;

    /// <summary>
    /// The size limit for <c>/echo</c>, which anyone may use: no more than for other paths. Test suites that send larger messages raise
    /// it (Autobahn: 16 MiB).
    /// </summary>
    [Range(125, 1024 * 1024 * 1024)]
    public int MaxEchoMessageBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// The longest time that one message may take to arrive, all its fragments together (nginx: client_body_timeout, 60 s).
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan MessageTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Bytes that the unfinished requests and messages of all connections may hold together, inflated ones included. From seven eighths
    /// of it on the largest are closed with 1013 until a quarter is free; no client gets more than all of it. Room for 4,000 messages of
    /// 64 KB.
    /// </summary>
    [Range(64 * 1024, int.MaxValue)]
    public int MaxInboundBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Bytes that may wait for a slow reader; above it, the connection is closed as a slow consumer. One frame may always wait, whatever its size.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int OutboxBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// Bytes that the kernel accepts for one connection and has not sent yet (Linux: TCP_NOTSENT_LOWAT); 0: as many as its send
    /// buffer holds, up to 4 MB. They are out of reach of delivery policies, and pings queue behind them.
    /// </summary>
    [Range(0, 1024 * 1024 * 1024)]
    public int MaxUnsentBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// Bytes that may wait in all outboxes together. Above it, the connections with the largest outboxes are shed first. A small
    /// part of the memory of a node that serves many connections.
    /// </summary>
    [Range(64 * 1024, int.MaxValue)]
    public int MaxOutboxBytes { get; init; } = 1024 * 1024 * 1024;

    /// <summary>Maximum number of subscriptions per connection.</summary>
    [Range(1, 1_000_000)]
    public int MaxSubscriptions { get; init; } = 1000;

    /// <summary>
    /// Subscriptions per connection that are on their way to topics at once; others wait in the connection, so that
    /// one client with many new names does not delay the publications of others.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxPendingSubscriptions { get; init; } = 16;

    /// <summary>Commands per second and connection, in the long run (Ably: 50 messages per second and connection). 0: no limit.</summary>
    [Range(0, 1_000_000)]
    public int CommandsPerSecond { get; init; } = 100;

    /// <summary>Commands allowed at once after a pause: a returning client subscribes to all its topics again, <see cref="MaxSubscriptions"/> at most.</summary>
    [Range(1, 10_000_000)]
    public int CommandBurst { get; init; } = 2000;

    /// <summary>
    /// Origins whose pages may connect, such as <c>https://*.example.com</c>; others get 403. Empty: pages of any origin may connect,
    /// since a push server's pages rarely come from the push server.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>
    /// Host names under which this listener answers, such as <c>push.example.com</c>, besides loopback names; others get 403. Empty: on
    /// loopback without trusted proxies only loopback names, which prevents DNS rebinding; otherwise every name.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>
    /// Selects the clients that are refused with 101 and a close code instead of 400, 401, 403, 404 or 429. Browsers hide the status of a
    /// refused WebSocket from their pages; other clients log it.
    /// </summary>
    public CloseCodeRecipients RefuseWithCloseCode { get; init; } = CloseCodeRecipients.Browsers;

    /// <summary>
    /// True to accept an API key of the admin API in place of a token: such a connection is a back end, which may publish to every topic. Needs
    /// <c>Admin:ApiKeys</c>. Off, because a key permits far more than a token and this listener is open to everyone.
    /// </summary>
    public bool AcceptApiKeys { get; init; }

    /// <summary>The path under which a proxy exposes this listener, such as <c>/push</c>; other paths get 404.</summary>
    public string PathBase { get; init; } = "/";

    /// <summary>Trusted proxy networks (CIDR). Empty: no proxy is trusted.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>The header in which trusted proxies name the client; the default is what nginx, HAProxy and Traefik write.</summary>
    public ForwardingHeader ForwardingHeader { get; init; } = ForwardingHeader.XForwardedFor;

    /// <summary>Selects the peers that must send a PROXY header (version 1 or 2), ahead of TLS if there is any.</summary>
    public ProxyProtocolMode ProxyProtocol { get; init; } = ProxyProtocolMode.Off;

    /// <summary>
    /// Closed and refused connections whose remains are kept for an operator, and as many entries about dropped messages. 0: none. About 0.5 KB
    /// each, and the names of 20 topics at most.
    /// </summary>
    [Range(0, 100_000)]
    public int Tombstones { get; init; } = 1000;

    /// <summary>Connections whose frames operators may watch at once; further ones get 429. 0: none. Only tapped connections pay for it.</summary>
    [Range(0, 1000)]
    public int MaxTaps { get; init; } = 4;

    /// <summary>Compressed messages, for clients that offer them.</summary>
    public CompressionSettings Compression { get; init; } = new();
}
