using System.Reflection;
using WsActors.Actors.Model;
using WsActors.Actors.Transport;
using WsActors.Protocol.Clients;

namespace WsActors.ArchitectureTests;

/// <summary>
/// Messages cross threads, so what they hold must not change: nested records of their receiver, records in a folder Messages, the answers of
/// those who decide about clients and requests, and the snapshots that actors answer with.
/// </summary>
public sealed class MessageTests
{
    private static readonly IReadOnlyList<Type> Messages =
    [
        .. House.ActorTypes.SelectMany(actor => actor.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic)).Where(IsRecord),
        .. House.Actors.Types().Where(type => type.Namespace?.EndsWith(".Messages", StringComparison.Ordinal) == true && IsMessage(type)),
        .. House.Actors.Types().Where(type => type.Namespace is "WsActors.Actors.Access" or "WsActors.Actors.Backend" && IsMessage(type)),
        typeof(ConnectionSnapshot),
        .. typeof(TransportEvent).GetNestedTypes(),
        .. typeof(ListenerEvent).GetNestedTypes(),
        .. typeof(ClientCommand).GetNestedTypes(),
        .. typeof(ServerEvent).GetNestedTypes(),
    ];

    [Fact]
    public void There_are_messages_to_judge() => Assert.True(Messages.Count >= 50, $"{Messages.Count} found");

    /// <summary>A holder of messages that is renamed or moved must not leave the list unnoticed.</summary>
    [Theory]
    [InlineData("Connections.Messages.ConnectionMessage", 10)]
    [InlineData("Connections.Messages.ConnectionReport", 6)]
    [InlineData("Connections.Messages.ConnectionsRequest", 9)]
    [InlineData("Connections.Messages.ConnectionsReply", 6)]
    [InlineData("Topics.Messages.Subscriber", 7)]
    [InlineData("Topics.Messages.TopicRequest", 8)]
    [InlineData("Topics.Messages.TopicReply", 7)]
    [InlineData("Topics.TopicActor", 3)]
    [InlineData("Topics.TopicsActor", 2)]
    [InlineData("Backend.AuthorizationRequest", 3)]
    [InlineData("Backend.BackendEvent", 4)]
    public void The_messages_between_connections_and_topics_are_among_them(string holder, int atLeast)
    {
        var nested = House.Actors.GetType($"WsActors.Actors.{holder}", throwOnError: true)!
            .GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).Where(IsRecord).ToArray();

        Assert.InRange(nested.Length, atLeast, int.MaxValue);
        Assert.Subset(Messages.ToHashSet(), nested.ToHashSet());
    }

    [Fact]
    public void The_answers_that_advance_a_handshake_are_among_them() => Assert.Subset(
        Messages.Select(message => message.Name).ToHashSet(),
        new HashSet<string> { "EntryDecision", "RefreshDecision", "Authorized", "Droppable", "TopicSnapshot" });

    [Fact]
    public void Messages_are_sealed_records() =>
        Assert.All(Messages, message => Assert.True(message.IsSealed && IsRecord(message), $"{message} is not"));

    [Fact]
    public void No_field_of_a_message_can_be_set_again() => Faults.None(
        from message in Messages
        from field in message.GetFields(Members.Instance)
        where !field.IsInitOnly
        select $"{message}.{field.Name}",
        "A message crosses threads, so no field of it can be set again: use init");

    [Fact]
    public void No_message_holds_a_collection_that_can_change()
    {
        var found = from message in Messages
                    from property in message.GetProperties()
                    where IsMutable(property.PropertyType)
                    select $"{message.Name}.{property.Name}";

        // A finished frame is shared by all subscribers and never written to again: that is its contract.
        Assert.Equal(["Deliver.Frame", "Announced.Frame"], found);
    }

    [Fact]
    public void A_message_without_fields_has_one_instance()
    {
        var empty = Messages.Where(message => message.GetProperties().Length == 0);

        Assert.All(empty, message => Assert.True(message.GetField("Instance") is { IsInitOnly: true }, $"{message} has none"));
    }

    private static bool IsMessage(Type type) => IsRecord(type) && !type.IsAbstract;

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$", Members.Instance) is not null;

    private static bool IsMutable(Type type) =>
        type.IsArray || (type.IsGenericType && type.Namespace == "System.Collections.Generic" && !type.Name.StartsWith("IReadOnly", StringComparison.Ordinal));
}
