using WsActors.Actors.Connections.Shared;
using WsActors.Protocol.Access;
using WsActors.Protocol.Limits;

namespace WsActors.Actors.Connections.Limits;

/// <summary>Measures what one client asks for: commands, and bytes that are inflated and deflated for it.</summary>
/// <remarks>A mutable struct, kept in one field of its connection.</remarks>
internal struct ClientRates
{
    private RateMeter _commands;
    private RateMeter _work;

    /// <summary>Charges a ping or pong, which counts as a command.</summary>
    /// <returns>True if the client floods: a ping has its pong in any case (RFC 6455 §5.5.2), so the connection has to end.</returns>
    public bool FloodsWithControlFrames(Identity identity, ConnectionEnvironment environment) =>
        ChargeCommand(LimitOf(identity, environment), environment) == RateLimitResult.Flooding;

    /// <summary>Charges a command and the inflating of its message.</summary>
    /// <param name="identity">The client's own limit, if its token names one.</param>
    /// <param name="environment">The node's limits.</param>
    /// <param name="inflatedBytes">Bytes that were inflated, and what they were inflated from; 0 for none.</param>
    /// <param name="refusal">The exceeded limit, for the client; null if it keeps its limits or floods.</param>
    public RateLimitResult ChargeMessage(Identity identity, ConnectionEnvironment environment, long inflatedBytes, out string? refusal)
    {
        refusal = null;
        var limit = LimitOf(identity, environment);
        var (pace, work) = (ChargeCommand(limit, environment), ChargeWork(environment, inflatedBytes));
        if (pace == RateLimitResult.Flooding || work == RateLimitResult.Flooding)
            return RateLimitResult.Flooding;
        if (pace == RateLimitResult.Over)
            refusal = $"more than {limit!.PerSecond} commands a second: send slower";
        else if (work == RateLimitResult.Over)
            refusal = $"more than {environment.Settings.Compression.ClientBytesPerSecond} bytes a second to inflate and deflate: send less, or uncompressed";
        return refusal is null ? RateLimitResult.Within : RateLimitResult.Over;
    }

    /// <summary>Charges bytes that have been inflated or deflated: a client that goes on is soon flooding.</summary>
    public RateLimitResult ChargeWork(ConnectionEnvironment environment, long bytes) => environment.WorkLimit is { } limit
        ? _work.Take(limit, environment.Clock.Now, CompressionWork.UnitsOf(bytes))
        : RateLimitResult.Within;

    private RateLimitResult ChargeCommand(RateLimit? limit, ConnectionEnvironment environment) =>
        limit is null ? RateLimitResult.Within : _commands.Take(limit, environment.Clock.Now);

    private static RateLimit? LimitOf(Identity identity, ConnectionEnvironment environment) =>
        identity.CommandLimit ?? environment.CommandLimit;
}
