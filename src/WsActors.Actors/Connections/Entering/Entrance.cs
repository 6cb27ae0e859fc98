using System.Net;
using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Transport;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.Proxies;
using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Actors.Connections.Entering;

/// <summary>
/// Decides who comes in: the session judges the request, and this its sender, its path and its credentials. It exists only
/// while the connection is handshaking. If another actor or the application has to decide, it waits for the answer. If the client's credentials
/// come in band, it accepts the request and decides about the client when <see cref="Connect"/> brings them.
/// </summary>
/// <param name="refusal">Null unless the connection is to be refused whatever it requests.</param>
/// <param name="isUncounted">True if the peer is a proxy: the connection is counted when its client's address is known.</param>
internal sealed class Entrance(HandshakeRefusal? refusal, bool isUncounted)
{
    private PendingRequest? _pending;
    private EndPoint? _peer;

    /// <summary>The client as trusted proxies report it; null if they report none.</summary>
    public ForwardedClient? Client { get; private set; }

    private EndPoint? ClientEndPoint => Client ?? _peer;

    /// <summary>Takes a request that breaks no rule of the RFC.</summary>
    /// <param name="request">The request.</param>
    /// <param name="pipelined">The bytes right behind it.</param>
    /// <param name="peer">The transport's peer, as it is known now: a PROXY header that came ahead of the request has named it.</param>
    /// <param name="turn">The turn.</param>
    public EntranceDecision Consider(HandshakeRequest request, ReadOnlySpan<byte> pipelined, EndPoint? peer, in Turn turn)
    {
        _peer = peer;
        _pending = new PendingRequest(request);
        var decision = Consider(request, turn);
        if (_pending.Step != EntranceStep.None)
            _pending.Keep(pipelined);
        return decision;
    }

    /// <summary>Takes the credentials of a client whose request was accepted without them.</summary>
    public EntranceDecision Connect(ClientCommand.Connect connect, in Turn turn)
    {
        _pending!.Connect = connect.Id;
        return DecideAccess(_pending, connect.Token, turn);
    }

    /// <summary>Takes the answer to the step that the entrance waits for; null if it waits for another one.</summary>
    public EntranceDecision? Advance(EntryDecision answer, in Turn turn)
    {
        if (_pending is not { Step: not (EntranceStep.None or EntranceStep.AskingBackend) } pending || !Answers(answer, pending.Step))
            return null;

        var step = pending.Step;
        pending.Step = EntranceStep.None;
        if (answer.Refusal is { } refused)
            return new EntranceDecision.Refuse(refused);

        return step switch
        {
            EntranceStep.CountingAddress => Resolve(pending, turn),
            EntranceStep.DecidingAccess => Identify(pending, answer.Identity!, turn),
            _ => Authorize(pending, turn),
        };
    }

    /// <summary>Takes the application's answer; null if the entrance does not wait for it.</summary>
    public EntranceDecision? Advance(AuthorizationResult result)
    {
        if (_pending is not { Step: EntranceStep.AskingBackend } pending)
            return null;

        pending.Step = EntranceStep.None;
        return result switch
        {
            AuthorizationResult.Allowed => Admit(pending),
            AuthorizationResult.Refused refused => new EntranceDecision.Refuse(HandshakeRefusals.ByApplication(refused.Reason)),
            _ => new EntranceDecision.Refuse(HandshakeRefusals.Undecided),
        };
    }

    /// <summary>The identity that the client was given; anonymous if nobody decides about clients.</summary>
    public Identity Identity => _pending?.Identity ?? Identity.Anonymous;

    /// <summary>True unless somebody else's answer is awaited.</summary>
    public bool IsDecided => _pending is { Step: EntranceStep.None };

    /// <summary>The bytes behind the request, which are read when it has been decided.</summary>
    public byte[] TakePipelined() => _pending is null ? [] : _pending.TakePipelined();

    private EntranceDecision Consider(HandshakeRequest request, in Turn turn)
    {
        if (request.Form == RequestKind.Preflight)
            return AnswerPreflight(request, turn.Environment);
        if (refusal is not null)
            return new EntranceDecision.Refuse(refusal);
        if (!TryFollowProxies(request, turn.Environment, out var untrusted))
            return new EntranceDecision.Refuse(untrusted!);
        if (!isUncounted || TransportAddress.Of(ClientEndPoint) is not { } address)
            return Resolve(_pending!, turn);

        _pending!.Step = EntranceStep.CountingAddress;
        return new EntranceDecision.CountAddress(address);
    }

    // Also where the request behind it will be refused: a page is shown that refusal only if the preflight is answered.
    private static EntranceDecision AnswerPreflight(HandshakeRequest request, ConnectionEnvironment environment) =>
        FaultOfSender(request, environment) is { } fault
            ? new EntranceDecision.Refuse(fault)
            : new EntranceDecision.Answer(PreflightResponse.Text.ToArray(), "preflight");

    private static HandshakeRefusal? FaultOfSender(HandshakeRequest request, ConnectionEnvironment environment) =>
        environment.Hosts.Allows(request.Host) ? FaultOfOrigin(request, environment) : HandshakeRefusals.HostNotAllowed(request.Host);

    private static HandshakeRefusal? FaultOfOrigin(HandshakeRequest request, ConnectionEnvironment environment) =>
        environment.Origins.FaultOf(request) is { } fault && environment.Access?.IsOfOwnPage(request) != true ? fault : null;

    private bool TryFollowProxies(HandshakeRequest request, ConnectionEnvironment environment, out HandshakeRefusal? untrusted)
    {
        untrusted = null;
        if (!environment.Forwarding.HasTrustedProxies || TransportAddress.Of(_peer) is not { } address)
            return true;

        var follows = environment.Forwarding.TryFollow(request, address, out var client, out untrusted);
        Client = client;
        return follows;
    }

    private EntranceDecision Resolve(PendingRequest pending, in Turn turn)
    {
        var environment = turn.Environment;
        if (FaultOfSender(pending.Request, environment) is { } fault)
            return new EntranceDecision.Refuse(fault);
        if (!environment.Routes.TryStripBase(pending.Request, out var stripped, out var elsewhere))
            return new EntranceDecision.Refuse(elsewhere);

        pending.Request = stripped;
        if (environment.Routes.Resolve(stripped, out var unroutable) is not { } route)
            return new EntranceDecision.Refuse(unroutable!);

        pending.Route = route;
        return PassGate(pending, turn);
    }

    private EntranceDecision PassGate(PendingRequest pending, in Turn turn)
    {
        var environment = turn.Environment;
        if (!environment.Gate.TryEnter(pending.Route!.IsResuming, turn.Now, out var wait))
            return new EntranceDecision.Refuse(Overload.Refuse(wait, environment.Telemetry));
        var accepted = new AcceptedRequest(pending.Route, pending.Request);
        return accepted.HasCredentialsInBand ? new EntranceDecision.Accept(accepted) : DecideAccess(pending, token: null, turn);
    }

    private EntranceDecision DecideAccess(PendingRequest pending, BearerToken? token, in Turn turn)
    {
        if (turn.Environment.Access is not { } access || !access.Concerns(pending.Request))
            return Authorize(pending, turn);

        pending.Step = EntranceStep.DecidingAccess;
        access.Decide(new ConnectRequest(turn.Self, turn.Id, pending.Request, pending.Route!) { Client = ClientEndPoint, Token = token });
        return EntranceDecision.Wait.Instance;
    }

    // A decision about access names an identity, if only the anonymous one. The second answer to a count names none, and must not admit the client.
    private static bool Answers(EntryDecision answer, EntranceStep step) =>
        answer.Refusal is not null || (answer.Identity is not null) == (step == EntranceStep.DecidingAccess);

    private static EntranceDecision Identify(PendingRequest pending, Identity identity, in Turn turn)
    {
        pending.Identity = identity;
        if (identity.User is not { } user)
            return Authorize(pending, turn);

        pending.Step = EntranceStep.CountingUser;
        return new EntranceDecision.CountUser(user);
    }

    private static EntranceDecision Authorize(PendingRequest pending, in Turn turn)
    {
        if (pending.Route!.Topic is not { } topic)
            return Admit(pending);

        switch (turn.Environment.Rules.MaySubscribe(pending.Identity, topic))
        {
            case AccessDecision.Denied denied:
                return new EntranceDecision.Refuse(HandshakeRefusals.SubscribeForbidden(denied.Message));
            case AccessDecision.AskBackend:
                pending.Step = EntranceStep.AskingBackend;
                turn.Effects.Authorize(new AuthorizationRequest.Enter { Connection = turn.Id, User = pending.Identity.User, Topic = topic });
                return EntranceDecision.Wait.Instance;
            default:
                return Admit(pending);
        }
    }

    private static EntranceDecision Admit(PendingRequest pending) => pending.Request.IsHead
        ? new EntranceDecision.Answer(pending.Route!.Carrier.Head.ToArray(), "head")
        : new EntranceDecision.Accept(new AcceptedRequest(pending.Route!, pending.Request) { Connect = pending.Connect });
}
