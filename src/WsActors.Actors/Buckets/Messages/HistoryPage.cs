using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Buckets.Entries;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Messages;

/// <summary>A page of a topic's history, as an answer to <see cref="TopicRequest.GetHistory"/> on its way between nodes.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Position">The position of its log.</param>
/// <param name="Messages">The messages.</param>
/// <param name="Missed">The range before them that is no longer kept; null if nothing is missing.</param>
/// <param name="After">The offset to read on after.</param>
/// <param name="IsEnd">True if nothing has been published after it.</param>
public sealed record HistoryPage(
    TopicName Topic, TopicPosition Position, IReadOnlyList<KeptMessage> Messages, MissedRange? Missed, long After, bool IsEnd) : IWireMessage
{
    /// <summary>True if nothing is missing behind the requested position; null if there was none.</summary>
    public bool? Recovered { get; init; }

    /// <summary>An answer on its way to another node.</summary>
    internal static HistoryPage Of(TopicReply.History history, TimeSpan now) => new(
        history.Topic, history.Position, [.. history.Page.Messages.Select(message => KeptMessage.Of(message, now))],
        history.Page.Missed, history.Page.After, history.Page.IsEnd)
    {
        Recovered = history.Recovered,
    };

    /// <summary>The page as the requester gets it.</summary>
    internal TopicReply.History ToReply(TopicRequest.GetHistory query, TimeSpan now) =>
        new(Topic, Position, new LogPage([.. Messages.Select(message => message.ToLogged(now))], Missed, After, IsEnd), query.Request) { Recovered = Recovered };
}
