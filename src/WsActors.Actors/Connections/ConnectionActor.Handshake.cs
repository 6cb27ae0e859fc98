using Akka.Event;
using WsActors.Actors.Settings;
using WsActors.Protocol.Handshake;
using WsActors.Protocol.Push;
using WsActors.Protocol.Push.Echo;

namespace WsActors.Actors.Connections;

/// <summary>The opening handshake: the session judges the request, the route and the topic's rule decide.</summary>
public sealed partial class ConnectionActor
{
    private void Decide(HandshakeRequest request)
    {
        if (_refusal is not null)
            Refuse(_refusal);
        else if (ClientRoutes.Resolve(request, out var refusal) is not { } route)
            Refuse(refusal!);
        else if (route.Topic is { } topic && _environment.Rules.For(topic).Subscribe == Permission.Nobody)
            Refuse(HandshakeRefusals.SubscribeForbidden);
        else
            Accept(route, request);
    }

    private void Accept(ConnectionRoute route, HandshakeRequest request)
    {
        var settings = _environment.Settings;
        var maxMessageBytes = route.Protocol == EchoProtocol.Instance ? settings.MaxEchoMessageBytes : settings.MaxMessageBytes;
        var agreement = _environment.Compression.Agree(request, out var compressionOutcome);
        _session.Accept(route.Subprotocol, maxMessageBytes, Replies, agreement);
        SendReply();
        _protocol = route.Protocol;
        _compression = _environment.Compression.CompressionFor(agreement);
        BecomeOpen();
        RecordHandshake("accepted");
        _environment.Telemetry.CompressionNegotiated(compressionOutcome);
        CheckBy(_deadlines.Next(settings, IsIdle));

        Say(new ServerEvent.Welcome(
            _id.ToString(),
            User: null,
            settings.KeepAliveInterval,
            new ClientLimits(maxMessageBytes, settings.MaxSubscriptions)));
        if (route.Topic is not null)
            Subscribe(route.Topic, request: null, route.Since);
    }

    /// <summary>Answers the handshake with an HTTP error, whether its request has come whole or not.</summary>
    private void Refuse(HandshakeRefusal refusal)
    {
        _session.Reject(refusal, Replies);
        OnRefused(refusal);
    }

    private void OnRefused(HandshakeRefusal refusal)
    {
        SendReply();
        RecordHandshake(refusal.Name);
        _environment.Log.Debug(
            "Connection {0} from {1}: handshake refused with {2} {3}: {4}",
            _id, _transport.RemoteEndPoint, refusal.Status, refusal.Name, refusal.Message);
        EndWith(ConnectionOutcome.Refused);
    }

    private void RecordHandshake(string outcome) =>
        _environment.Telemetry.HandshakeEnded(outcome, _environment.Clock.Now - _acceptedAt);
}
