using System.Text.Json.Serialization;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.Server.Admin;

/// <summary>A page of a topic's history.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Epoch">The log that numbered the messages.</param>
/// <param name="Offset">The number of the topic's last message; pass the offset of the last one here as <c>since</c> for what follows.</param>
/// <param name="Messages">In the order of their offsets.</param>
public sealed record HistoryAnswer(string Topic, string Epoch, long Offset, IReadOnlyList<MessageAnswer> Messages)
{
    /// <summary>True if nothing is missing behind <c>since</c>; false comes with a gap. Absent where no <c>since</c> was given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Recovered { get; init; }

    /// <summary>The missing messages that are not kept any more, or that <c>since</c> belongs to another log.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GapAnswer? Gap { get; init; }

    internal static HistoryAnswer Of(TopicReply.History history) => new(
        history.Topic.Value,
        history.Position.Epoch,
        history.Position.Offset,
        [.. history.Page.Messages.Select(MessageAnswer.Of)])
    {
        Recovered = history.Recovered,
        Gap = history.Page.Missed is { } missed ? new GapAnswer(missed.From, missed.To, missed.Reason) : null,
    };
}

/// <summary>
/// Offsets From to To, both included, that the history does not hold. With the reasons <c>epoch_changed</c> and
/// <c>offset_ahead</c> From is 1, and To is 0 where the history holds all of its log.
/// </summary>
public sealed record GapAnswer(long From, long To, string Reason);

/// <summary>One message: JSON as it was published, text as a JSON string, binary in base64.</summary>
/// <param name="Offset">Its number.</param>
/// <param name="Data">What was published.</param>
public sealed record MessageAnswer(long Offset, RawJson Data)
{
    /// <summary><c>base64</c> for binary; otherwise absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Encoding { get; init; }

    internal static MessageAnswer Of(LoggedMessage message) => new(message.Offset, RawJson.Of(message.Publication))
    {
        Encoding = message.Publication.Format == PayloadFormat.Binary ? "base64" : null,
    };
}
