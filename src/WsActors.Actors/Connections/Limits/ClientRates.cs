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
        !identity.IsBackEnd && ChargeCommands(LimitOf(identity, environment), environment, 1) == RateLimitResult.Flooding;

    /// <summary>Charges a client's command and the inflating of its message. Back ends are not charged: they have a quota.</summary>
    /// <param name="identity">The client's own limit, if its token names one.</param>
    /// <param name="environment">The node's limits.</param>
    /// <param name="commands">The commands that it counts for: as many as a batch has messages, otherwise one.</param>
    /// <param name="inflatedBytes">Bytes that were inflated, and what they were inflated from; 0 for none.</param>
    /// <param name="refusal">The exceeded limit, for the client; null if it keeps its limits or floods.</param>
    public RateLimitResult ChargeMessage(
        Identity identity, ConnectionEnvironment environment, int commands, long inflatedBytes, out string? refusal)
    {
        refusal = null;
        var limit = LimitOf(identity, environment);
        var (pace, work) = (ChargeCommands(limit, environment, commands), ChargeWork(environment, inflatedBytes));
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

    private RateLimitResult ChargeCommands(RateLimit? limit, ConnectionEnvironment environment, int count) =>
        limit is null ? RateLimitResult.Within : _commands.Take(limit, environment.Clock.Now, count);

    private static RateLimit? LimitOf(Identity identity, ConnectionEnvironment environment) =>
        identity.CommandLimit ?? environment.CommandLimit;
}
