using WsActors.Protocol.Access;
using WsActors.Protocol.Handshake;
using WsActors.Protocol.Limits;
using WsActors.Protocol.Push;
using WsActors.Protocol.Session;

namespace WsActors.Actors.Connections;

/// <summary>How much a client may ask for in how short a time.</summary>
public sealed partial class ConnectionActor
{
    // Those that are turned away together must not return together.
    private static readonly TimeSpan RetrySpread = TimeSpan.FromSeconds(10);

    private RateMeter _pace;

    private void RefuseOverloaded(TimeSpan wait)
    {
        _environment.Telemetry.ConnectionRefused("overloaded");
        Refuse(HandshakeRefusals.Overloaded(wait + (RetrySpread * Random.Shared.NextDouble())));
    }

    private void ExecuteUnlessTooFast(ClientCommand command)
    {
        switch (TakePace())
        {
            case Pace.Within: Execute(command); break;
            case Pace.Over: RefuseTooFast(command); break;
            default: CloseFlooding(); break;
        }
    }

    // A ping has its pong in any case (RFC 6455 §5.5.2): it is the connection that ends.
    private void CountControlFrame()
    {
        if (TakePace() == Pace.Flooding)
            CloseFlooding();
    }

    // Kept in the identity: only clients whose token names a limit pay for it.
    private Identity WithCommandLimit(Identity identity) => identity.CommandsPerSecond is not { } own
        ? identity
        : identity with
        {
            CommandLimit = RateLimit.Narrowed(_environment.Settings.CommandsPerSecond, _environment.Settings.CommandBurst, own),
        };

    private Pace TakePace() => (_identity.CommandLimit ?? _environment.CommandLimit) is { } limit ? _pace.Take(limit, _environment.Clock.Now) : Pace.Within;

    private void RefuseTooFast(ClientCommand command)
    {
        _environment.Telemetry.CommandRefused();
        var limit = (_identity.CommandLimit ?? _environment.CommandLimit)!;
        var text = $"more than {limit.PerSecond} commands a second: send slower";
        if (_protocol!.Write(new ServerEvent.Error(command.Request, ErrorCode.RateLimited, text)) is { } frame)
            SendFirst(CompressedForAll(frame));
        else
            CloseFlooding();
    }

    private void CloseFlooding() => CloseByUs(CloseCode.RateLimited, "sends far more than it may: reconnect, and send slower");
}
