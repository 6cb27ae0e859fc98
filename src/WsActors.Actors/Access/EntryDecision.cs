using WsActors.Protocol.Access;
using WsActors.Protocol.Http;

namespace WsActors.Actors.Access;

/// <summary>The answer to one step of a client's handshake; it advances the handshake that waits for it.</summary>
/// <param name="Refusal">Null unless the client may not come in.</param>
/// <param name="Identity">The client's identity, if this step has established it.</param>
internal sealed record EntryDecision(HandshakeRefusal? Refusal = null, Identity? Identity = null);
