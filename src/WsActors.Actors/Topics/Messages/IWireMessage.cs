namespace WsActors.Actors.Topics.Messages;

/// <summary>
/// Marks a message that may cross to another node. It holds, transitively, only values: numbers, strings, enums, instants in UTC,
/// bytes, lists of these, and sealed immutable records of ours that compare by value. Another node has no use for an actor
/// of this one, a client protocol, a time since this node's start or the identity of an object, so none of them may be in it.
/// </summary>
/// <remarks>
/// A reply is named by a <see cref="Protocol.Clients.RequestId"/>: the node that asks keeps the actor that awaits the answer under
/// that id, and only the id travels. <c>WireBorderTests</c> checks the rule.
/// </remarks>
public interface IWireMessage;
