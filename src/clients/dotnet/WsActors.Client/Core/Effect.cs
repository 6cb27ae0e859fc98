namespace WsActors.Client.Core;

/// <summary>An instruction of <see cref="ClientCore"/> to its surroundings, carried out in order and without waiting.</summary>
internal abstract record Effect
{
    private Effect()
    {
    }

    /// <summary>Gets a token, and connects with it.</summary>
    public sealed record Connect(int Socket, Uri Address) : Effect;

    public sealed record Send(int Socket, ReadOnlyMemory<byte> Bytes) : Effect;

    /// <summary>Closes a connection with 1000.</summary>
    public sealed record Close(int Socket) : Effect;

    /// <summary>Drops a connection or an attempt without a close handshake.</summary>
    public sealed record Abandon(int Socket) : Effect;

    /// <summary>Gets a token, and opens an event stream with it.</summary>
    public sealed record OpenStream(int Stream, Uri Address) : Effect;

    public sealed record CloseStream(int Stream) : Effect;

    /// <summary>Gets a token to answer <c>refresh</c> with.</summary>
    public sealed record AskToken(int Refresh) : Effect;

    /// <summary>Calls the application.</summary>
    public sealed record Raise(Action Callback) : Effect;
}
