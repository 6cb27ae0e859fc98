using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace WsActors.Actors.Runtime.Mailboxes;

/// <summary>
/// The mailbox of actors that there are many of and that mostly wait: <see cref="CompactMessageQueue"/>. Akka's default
/// keeps room for 32 messages in each, some 1,100 bytes.
/// </summary>
public sealed class CompactMailbox(Akka.Actor.Settings settings, Config config)
    : MailboxType(settings, config), IProducesMessageQueue<CompactMessageQueue>
{
    /// <summary>The configuration that an actor system needs to run actors with this mailbox.</summary>
    internal const string Hocon = Id + """.mailbox-type = "WsActors.Actors.Runtime.Mailboxes.CompactMailbox, WsActors.Actors" """;

    private const string Id = "wsactors.compact-mailbox";

    /// <summary>Returns the Props with this mailbox.</summary>
    internal static Props Of(Props props) => props.WithMailbox(Id);

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new CompactMessageQueue();
}
