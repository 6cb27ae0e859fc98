using System.Net;
using WsActors.Actors.Connections.Turns;
using WsActors.Protocol.Http;

namespace WsActors.Actors.Connections.Entering;

/// <summary>A decision of an <see cref="Entrance"/> about its request.</summary>
internal abstract record EntranceDecision
{
    private EntranceDecision()
    {
    }

    /// <summary>Somebody has been asked and will answer.</summary>
    public sealed record Wait : EntranceDecision
    {
        public static readonly Wait Instance = new();
    }

    /// <summary>The client's address has to be counted first.</summary>
    public sealed record CountAddress(IPAddress Address) : EntranceDecision;

    /// <summary>The client's user has to be counted first, so that a search for the user's connections finds this one.</summary>
    public sealed record CountUser(string User) : EntranceDecision;

    /// <summary>The request is refused.</summary>
    public sealed record Refuse(HandshakeRefusal Refusal) : EntranceDecision;

    /// <summary>The request is answered and the connection ends: it was never open.</summary>
    /// <param name="Response">The whole response except its Date.</param>
    /// <param name="Outcome">The outcome under which the handshake is counted.</param>
    public sealed record Answer(ReadOnlyMemory<byte> Response, string Outcome) : EntranceDecision;

    /// <summary>The client comes in; or its request is accepted, and its credentials are awaited in band.</summary>
    public sealed record Accept(AcceptedRequest Request) : EntranceDecision;
}
