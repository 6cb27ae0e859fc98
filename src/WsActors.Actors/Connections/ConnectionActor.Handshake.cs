using System.Security.Authentication;
using Akka.Actor;
using Akka.Event;
using WsActors.Actors.Access;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Transport;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.Proxies;
using WsActors.Protocol.Routing;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Actors.Connections;

/// <summary>The opening handshake: the session judges the request; who sent it, from where, and to which path decide.</summary>
public sealed partial class ConnectionActor
{
    /// <param name="request">A request that breaks no rule of the RFC.</param>
    /// <param name="early">What came right behind it, before it was answered.</param>
    private void Consider(HandshakeRequest request, ReadOnlySpan<byte> early)
    {
        if (request.Form == RequestKind.Preflight)
            AnswerPreflight(request);
        else if (_refusal is not null)
            Refuse(_refusal);
        else if (!TryFollowProxies(request, out var refusal))
            Refuse(refusal!);
        else if (_isUncounted && TransportAddress.Of(ClientEndPoint) is { } address)
            Context.Parent.Tell(new ConnectionReport.CountClient(_id, address, request, early.ToArray()));
        else
            Decide(request, early);
    }

    // Also where the request behind it will be refused: a page is shown that refusal only if the preflight is answered.
    private void AnswerPreflight(HandshakeRequest request)
    {
        if (FaultOfSender(request) is { } refusal)
            Refuse(refusal);
        else
            AnswerAtOnce(PreflightResponse.Text, "preflight");
    }

    private HandshakeRefusal? FaultOfSender(HandshakeRequest request) => _environment.Hosts.Allows(request.Host)
        ? _environment.Origins.FaultOf(request)
        : HandshakeRefusals.HostNotAllowed(request.Host);

    private bool TryFollowProxies(HandshakeRequest request, out HandshakeRefusal? refusal)
    {
        refusal = null;
        return !_environment.Forwarding.IsBelievedOfSome
            || TransportAddress.Of(_transport.RemoteEndPoint) is not { } peer
            || _environment.Forwarding.TryFollow(request, peer, out _client, out refusal);
    }

    // The reading goes on where it was left when the parent was asked.
    private void OnCounted(Counted counted)
    {
        if (counted.Refusal is not null)
            Refuse(counted.Refusal);
        else
            Decide(counted.Request, counted.Early.Span);

        Advance(counted.Early.ToArray());
    }

    private void Decide(HandshakeRequest request, ReadOnlySpan<byte> early)
    {
        if (FaultOfSender(request) is { } refusal)
            Refuse(refusal);
        else if (!_environment.Routes.TryStripBase(request, out var stripped, out refusal))
            Refuse(refusal);
        else
            Route(stripped, early);
    }

    private void Route(HandshakeRequest request, ReadOnlySpan<byte> early)
    {
        if (_environment.Routes.Resolve(request, out var refusal) is not { } route)
            Refuse(refusal!);
        else if (!_environment.Gate.TryEnter(route.IsResuming, _environment.Clock.Now, out var wait))
            RefuseOverloaded(wait);
        else if (_environment.Access is { } access)
            access.Decide(new ConnectRequest(Self, _id, request, route, early.ToArray()) { Client = ClientEndPoint });
        else
            Enter(route, request, early);
    }

    private void Enter(ConnectionRoute route, HandshakeRequest request, ReadOnlySpan<byte> early)
    {
        switch (route.Topic is { } topic ? _environment.Rules.MaySubscribe(_identity, topic) : null)
        {
            case AccessDecision.Denied denied: Refuse(HandshakeRefusals.SubscribeForbidden(denied.Message)); break;
            case AccessDecision.AskApplication: AskToEnter(route, request, early); break;
            default: Accept(route, request); break;
        }
    }

    private void Accept(ConnectionRoute route, HandshakeRequest request)
    {
        if (request.IsHead)
        {
            AnswerAtOnce(route.Carrier.Head, "head");
            return;
        }

        _encoding = new ClientEncoding(route.Protocol.ForConnection(), route.Carrier);
        switch (request.Form)
        {
            case RequestKind.EventStream: AcceptStream(route); break;
            case RequestKind.Poll: AcceptPoll(route); break;
            default: AcceptWebSocket(route, request); break;
        }

        CheckCredentials();
        RecordHandshake("accepted");
        if (_transport.Security != SslProtocols.None)
            _environment.Telemetry.Tls.Opened(_transport.Security);
        TellConnected();
    }

    private void AcceptWebSocket(ConnectionRoute route, HandshakeRequest request)
    {
        var settings = _environment.Settings;
        var maxMessageBytes = route.MaxMessageBytes ?? settings.MaxMessageBytes;
        var agreement = _environment.Compression.Agree(request, out var compressionOutcome);
        _session.Accept(route.Subprotocol, maxMessageBytes, Replies, agreement);
        SendReply();
        _keepAliveMessages = route.KeepAliveMessages || route.Protocol.Traits.HasFlag(ProtocolTraits.PingsInMessages);
        _compression = _environment.Compression.CompressionFor(agreement);
        BecomeOpen();
        _environment.Telemetry.Compression.Negotiated(compressionOutcome);
        CheckByNextDeadline();

        Say(new ServerEvent.Welcome(
            _id.ToString(),
            _identity.User,
            settings.KeepAliveInterval,
            new ClientLimits(maxMessageBytes, MaxSubscriptions)));
        if (route.Topic is not null)
            Subscribe(route.Topic, request: null, route.Since);
        else
            SubscribeToOwnTopics();
    }

    /// <summary>
    /// Answers the handshake, whether its request has come whole or not, with an HTTP error, or with a close code where the client
    /// would not see the status. Either way it never was open.
    /// </summary>
    private void Refuse(HandshakeRefusal refusal)
    {
        if (_session.Undecided is { } request && _environment.VisibleRefusals.Of(request, refusal) is { } byClose)
            _session.Reject(byClose, Replies);
        else
            _session.Reject(refusal, Replies);
        OnRefused(refusal);
    }

    private void OnRefused(HandshakeRefusal refusal)
    {
        SendReply();
        RecordHandshake(refusal.Name);
        _environment.Log.Debug(
            "Connection {0} from {1}: handshake refused with {2} {3}: {4}",
            _id, ClientEndPoint, refusal.Status, refusal.Name, refusal.Message);
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
        if (failed.Name == TlsFault.Overloaded)
            _environment.Telemetry.Connections.Refused("overloaded");
        _environment.Log.Debug(
            "Connection {0} from {1}: no TLS, {2}: {3}", _id, _transport.RemoteEndPoint, failed.Name, failed.Reason);
        Stop(ConnectionOutcome.Refused);
    }

    // Whatever speaks to us is no client, and is told nothing.
    private void OnProxyHeaderFailed(ProxyHeaderFault fault)
    {
        RecordHandshake($"proxy_header_{fault.Name}");
        _environment.Log.Debug(
            "Connection {0} from {1}: no PROXY header, {2}: {3}", _id, _transport.RemoteEndPoint, fault.Name, fault.Message);
        Stop(ConnectionOutcome.Refused);
    }

    private void RecordHandshake(string outcome) =>
        _environment.Telemetry.Handshakes.Ended(outcome, _environment.Clock.Now - _acceptedAt);
}
