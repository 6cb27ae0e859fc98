using System.Security.Authentication;
using Akka.Event;
using WsActors.Actors.Settings;
using WsActors.Actors.Transport;
using WsActors.Protocol.Handshake;
using WsActors.Protocol.Push;
using WsActors.Protocol.Push.Echo;
using WsActors.Protocol.Push.EventStream;
using WsActors.Protocol.Push.Poll;

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
            Accept(route);
    }

    private void Accept(ConnectionRoute route)
    {
        _protocol = route.Protocol;
        if (_protocol == EventStreamProtocol.Instance)
            AcceptStream(route);
        else if (_protocol == PollProtocol.Instance)
            AcceptPoll(route);
        else
            AcceptWebSocket(route);
        RecordHandshake("accepted");
        if (_transport.Security != SslProtocols.None)
            _environment.Telemetry.TlsOpened(_transport.Security);
    }

    private void AcceptWebSocket(ConnectionRoute route)
    {
        var settings = _environment.Settings;
        var maxMessageBytes = route.Protocol == EchoProtocol.Instance ? settings.MaxEchoMessageBytes : settings.MaxMessageBytes;
        _session.Accept(route.Subprotocol, maxMessageBytes, Replies);
        SendReply();
        BecomeOpen();
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

    // It can read no TLS alert, but it can read this. The wait for readability ended with it: the end of the turn begins
    // the next.
    private void RefusePlainHttp()
    {
        Refuse(HandshakeRefusals.TlsRequired);
        _readingPaused = true;
    }

    private void OnTlsFailed(TransportEvent.TlsFailed failed)
    {
        RecordHandshake(failed.Name);
        _environment.Log.Debug(
            "Connection {0} from {1}: no TLS, {2}: {3}", _id, _transport.RemoteEndPoint, failed.Name, failed.Reason);
        Stop(ConnectionOutcome.Refused);
    }

    private void RecordHandshake(string outcome) =>
        _environment.Telemetry.HandshakeEnded(outcome, _environment.Clock.Now - _acceptedAt);
}
