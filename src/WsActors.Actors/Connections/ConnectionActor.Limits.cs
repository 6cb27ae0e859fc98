using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.Limits;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Actors.Connections;

/// <summary>How much a client may ask for in how short a time.</summary>
public sealed partial class ConnectionActor
{
    // Those that are turned away together must not return together.
    private static readonly TimeSpan RetrySpread = TimeSpan.FromSeconds(10);

    private RateMeter _pace;
    private RateMeter _work;

    private void RefuseOverloaded(TimeSpan wait)
    {
        _environment.Telemetry.Connections.Refused("overloaded");
        Refuse(HandshakeRefusals.Overloaded(wait + (RetrySpread * Random.Shared.NextDouble())));
    }

    /// <summary>Counts a command, and with a message's first command its inflating, against the client's rates; one that comes too soon is refused or ends the connection.</summary>
    private bool IsWithinRate(ClientCommand command, in SessionEvent message, bool isFirst)
    {
        var inflated = message.CompressedBytes == 0 || !isFirst ? 0 : message.CompressedBytes + message.Payload.Length;
        var (pace, work) = (Acquire(), TakeWork(inflated));
        if (pace == RateLimitResult.Flooding || work == RateLimitResult.Flooding)
            CloseFlooding();
        else if (pace == RateLimitResult.Over)
            RefuseTooFast(command, $"more than {CommandLimit!.PerSecond} commands a second: send slower");
        else if (work == RateLimitResult.Over)
            RefuseTooFast(command, $"more than {_environment.Settings.Compression.ClientBytesPerSecond} bytes a second to inflate and deflate: send less, or uncompressed");
        else
            return true;

        return false;
    }

    // A ping has its pong in any case (RFC 6455 §5.5.2): it is the connection that ends.
    private void CountControlFrame()
    {
        if (Acquire() == RateLimitResult.Flooding)
            CloseFlooding();
    }

    // Kept in the identity: only clients whose token names a limit pay for it.
    private Identity WithCommandLimit(Identity identity) => identity.CommandsPerSecond is not { } own
        ? identity
        : identity with
        {
            CommandLimit = RateLimit.Narrowed(_environment.Settings.CommandsPerSecond, _environment.Settings.CommandBurst, own),
        };

    private RateLimit? CommandLimit => _identity.CommandLimit ?? _environment.CommandLimit;

    private RateLimitResult Acquire() => CommandLimit is { } limit ? _pace.Take(limit, _environment.Clock.Now) : RateLimitResult.Within;

    // The work is done by now, and is charged: who goes on is soon flooding.
    private RateLimitResult TakeWork(long bytes) => _environment.WorkLimit is { } limit
        ? _work.Take(limit, _environment.Clock.Now, CompressionWork.UnitsOf(bytes))
        : RateLimitResult.Within;

    private void RefuseTooFast(ClientCommand command, string text)
    {
        _environment.Telemetry.Commands.Refused();
        if (_encoding.Encode(new ServerEvent.Error(command.Request, ErrorCode.RateLimited, text)) is { } frame)
            SendFirst(CompressedForAll(frame));
        else
            CloseFlooding();
    }

    private void CloseFlooding() => CloseByUs(CloseCode.RateLimited, "sends far more than it may: reconnect, and send slower");
}
