using WsActors.LoadTest.Network;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Clients;

/// <summary>One connection: some hundred bytes. Touched by the fleet's thread only.</summary>
/// <param name="index">Its number.</param>
/// <param name="role">What it does.</param>
/// <param name="subscriptions">How many topics it has.</param>
/// <param name="node">The node that it connects to first.</param>
internal sealed class Client(int index, ClientRole role, int subscriptions, int node = 0)
{
    /// <summary>Any sequence number may come first.</summary>
    public const int Anything = -1;

    // One subscription is the common case, and an array would cost more than the client.
    private readonly int[]? _nextOfMany = subscriptions > 1 ? new int[subscriptions] : null;
    private int _next;

    public int Index => index;

    public ClientRole Role => role;

    public ClientState State { get; set; }

    /// <summary>The node of its connection, or of its next attempt.</summary>
    public int Node { get; set; } = node;

    public ClientSocket Socket { get; set; }

    /// <summary>Connections begun so far.</summary>
    public int Attempt { get; set; }

    /// <summary>Attempts that failed since it last stood.</summary>
    public int Failures { get; set; }

    /// <summary>Reads little by little until then; 0: it does not.</summary>
    public long SlowUntil { get; set; }

    /// <summary>When to give the handshake up; once it stands, when to suspect the silent connection.</summary>
    public long Deadline { get; set; }

    /// <summary>Whether it has sent a ping because nothing arrived.</summary>
    public bool IsProbing { get; set; }

    /// <summary>Subscriptions that the server has confirmed.</summary>
    public int Acknowledged { get; set; }

    /// <summary>The beginning of a frame that has not come whole.</summary>
    public byte[]? Rest { get; set; }

    /// <summary>The beginning of a fragmented message.</summary>
    public byte[]? Fragments { get; set; }

    /// <summary>Whether the fragmented message is compressed.</summary>
    public bool FragmentsAreCompressed { get; set; }

    /// <summary>Where the server's messages refer to earlier ones, and this client is one that reads them.</summary>
    public MessageInflater? Inflater { get; set; }

    /// <summary>The connection's TLS; null: plain TCP.</summary>
    public TlsChannel? Tls { get; set; }

    /// <summary>What the kernel has not taken yet.</summary>
    public byte[]? Unsent { get; set; }

    /// <summary>How the server closed, if it did.</summary>
    public int CloseCode { get; set; }

    /// <summary>Messages that arrived since it joined.</summary>
    public int Received { get; set; }

    /// <summary>Messages that the server announced as missing.</summary>
    public long Missed { get; set; }

    public bool IsConnected => State >= ClientState.Connecting;

    public bool IsOpen => State >= ClientState.Subscribing;

    /// <summary>The sequence number that must come next on a subscription.</summary>
    public ref int Next(int slot)
    {
        if (_nextOfMany is not null)
            return ref _nextOfMany[slot];

        return ref _next;
    }

    public void Forget()
    {
        State = ClientState.Down;
        Acknowledged = 0;
        SlowUntil = 0;
        IsProbing = false;
        Rest = Fragments = Unsent = null;
        Inflater?.Dispose();
        Inflater = null;
        Tls?.Dispose();
        Tls = null;
    }
}
