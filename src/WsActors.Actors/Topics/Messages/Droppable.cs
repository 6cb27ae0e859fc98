using WsActors.Actors.Settings;

namespace WsActors.Actors.Topics.Messages;

/// <summary>The data that a connection needs to drop some of the publications that came together.</summary>
/// <param name="Rule">The topic's rule, with its delivery policy.</param>
/// <param name="FirstOffset">The number of the first.</param>
/// <param name="Keys">The delivery key of each; null if none has one.</param>
public sealed record Droppable(TopicRule Rule, long FirstOffset, IReadOnlyList<string?>? Keys)
{
    /// <summary>False if all of them have to be delivered: then they have their offsets here because faults may be injected.</summary>
    public bool MayDrop => Rule.Delivery != DeliveryPolicy.Every;

    /// <summary>The number of each; null if they follow the first one without a hole.</summary>
    public IReadOnlyList<long>? Offsets { get; init; }

    public long OffsetOf(int index) => Offsets?[index] ?? FirstOffset + index;

    /// <summary>Some of the publications, by their places.</summary>
    internal Droppable Of(IReadOnlyList<int> kept) => new(Rule, OffsetOf(kept[0]), Keys is null ? null : [.. kept.Select(index => Keys[index])])
    {
        Offsets = [.. kept.Select(OffsetOf)],
    };
}
