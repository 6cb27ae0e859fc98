using System.Reflection;
using Akka.Actor;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.ArchitectureTests;

/// <summary>Messages that may cross to another node hold nothing that only their own node knows.</summary>
public sealed class WireBorderTests
{
    private static readonly IReadOnlyList<Type> Messages =
        [.. House.All.SelectMany(House.Types).Where(type => typeof(IWireMessage).IsAssignableFrom(type) && !type.IsInterface)];

    public static TheoryData<Type, string> Planted => new()
    {
        { typeof(WithActor), "WithActor.ReplyTo: IActorRef" },
        { typeof(WithProtocol), "WithProtocol.Protocol: IClientProtocol" },
        { typeof(WithTime), "WithTime.AcceptedAt: TimeSpan" },
        { typeof(WithIdentity), "WithIdentity.Thing: Thing compares by reference" },
        { typeof(WithState), "WithState.Count can be set again" },
        { typeof(WithArray), "WithArray.Bytes: Byte[]" },
        { typeof(WithAnything), "WithAnything.Query: Object" },
        { typeof(Deeper), "Deeper.Messages[].ReplyTo: IActorRef" },
        { typeof(Derived), "Derived.ReplyTo: IActorRef" },
    };

    [Fact]
    public void There_are_messages_to_judge() => Assert.True(Messages.Count >= 8, $"{Messages.Count} found");

    [Fact]
    public void A_message_that_may_cross_to_another_node_holds_only_values() => Faults.None(
        Messages.SelectMany(WireRule.ViolationsOf),
        $"A message that implements {nameof(IWireMessage)} may cross to another node, so it holds values only: name an actor by an id, or take the interface off");

    [Theory]
    [MemberData(nameof(Planted))]
    public void A_planted_violation_is_found(Type message, string violation) =>
        Assert.StartsWith(violation, Assert.Single(WireRule.ViolationsOf(message)), StringComparison.Ordinal);

    // A node that is not a topic's home calls it by messages.
    [Theory]
    [InlineData("ITopicHome")]
    [InlineData("ITopicFollower")]
    public void Messages_between_a_topic_and_its_home_may_cross(string port)
    {
        var messages = House.Actors.GetTypes().Single(type => type.Name == port).GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType)
            .Where(type => type.DeclaringType == typeof(TopicRequest) || type.DeclaringType == typeof(TopicReply)).ToArray();

        Assert.NotEmpty(messages);
        Assert.Empty(messages.Except(Messages));
    }

    private sealed record WithActor(TopicName Topic, IActorRef ReplyTo) : IWireMessage;

    private sealed record WithProtocol(IClientProtocol Protocol) : IWireMessage;

    private sealed record WithTime(TimeSpan AcceptedAt) : IWireMessage;

    private sealed record WithIdentity(Thing Thing) : IWireMessage;

    private sealed record WithState(int Start) : IWireMessage
    {
        public int Count { get; set; } = Start;
    }

    private sealed record WithArray(byte[] Bytes) : IWireMessage;

    private sealed record WithAnything(object Query) : IWireMessage;

    private sealed record Deeper(IReadOnlyList<WithActor> Messages) : IWireMessage;

    private abstract record Above(IActorRef ReplyTo);

    private sealed record Derived(IActorRef ReplyTo) : Above(ReplyTo), IWireMessage;

    private sealed class Thing(string name)
    {
        public string Name { get; } = name;
    }
}
