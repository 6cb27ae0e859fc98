using System.Text;

namespace WsActors.Client.Wire;

/// <summary>A message of the server. Its spans are parts of the received bytes, so it lives no longer than they do.</summary>
internal ref struct ServerMessage
{
    public ServerMessageKind Kind;

    /// <summary>The id of the request that this answers; 0 if it answers none.</summary>
    public long Id;

    public ReadOnlySpan<byte> Topic;
    public ReadOnlySpan<byte> Epoch;
    public long Offset;
    public bool HasOffset;
    public bool? Recovered;

    /// <summary>The JSON of a publication's data.</summary>
    public ReadOnlySpan<byte> Data;
    public bool IsBinary;

    public ServerRange Range;
    public ReadOnlySpan<byte> Reason;

    /// <summary>The code of an error.</summary>
    public ReadOnlySpan<byte> Code;
    public ReadOnlySpan<byte> Text;
    public ServerEnding Ending;

    public double KeepAliveSeconds;

    /// <summary>The JSON of a welcome's limits.</summary>
    public ReadOnlySpan<byte> Limits;

    /// <summary>The JSON of a history's gap and of its messages.</summary>
    public ReadOnlySpan<byte> Missed;
    public ReadOnlySpan<byte> Messages;

    public ServerPresence Presence;

    public readonly Position Position => new(Encoding.UTF8.GetString(Epoch), Offset);

    public readonly Gap GapOf(string topic) => new(topic, Range.From, Range.To, Encoding.UTF8.GetString(Reason));

    public readonly WsActorsException Error => new(Encoding.UTF8.GetString(Code), Encoding.UTF8.GetString(Text));
}
