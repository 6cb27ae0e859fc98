namespace WsActors.Actors.Transport;

/// <summary>One connection's place in a <see cref="TlsGate"/>, from its first byte to the end of its TLS handshake.</summary>
internal sealed class TlsTurn : IDisposable
{
    private readonly TlsGate _gate;
    private readonly IDisposable _connection;
    private TaskCompletionSource<bool>? _admission;

    /// <param name="gate">Limits the handshakes.</param>
    /// <param name="connection">Ends when it is disposed of.</param>
    public TlsTurn(TlsGate gate, IDisposable connection)
    {
        _gate = gate;
        _connection = connection;
        Node = new LinkedListNode<TlsTurn>(this);
    }

    /// <summary>Its place among those that run or wait; set by the gate.</summary>
    public LinkedListNode<TlsTurn> Node { get; }

    /// <summary>The time at which the handshake began; set by the gate.</summary>
    public TimeSpan BeganAt { get; set; }

    /// <summary>True if it has left, perhaps before it entered; the gate's.</summary>
    public bool IsOver { get; set; }

    /// <summary>True if the handshake had to make room for others.</summary>
    public bool IsCut { get; private set; }

    /// <returns>True if the handshake may begin.</returns>
    public Task<bool> EnterAsync() => _gate.EnterAsync(this);

    /// <summary>Leaves the gate, at whatever stage.</summary>
    public void Dispose() => _gate.Leave(this);

    internal Task<bool> AdmittedAsync() =>
        (_admission = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    internal void Admit(bool mayBegin) => _admission?.TrySetResult(mayBegin);

    internal void Cut()
    {
        IsCut = true;
        _connection.Dispose();
    }
}
