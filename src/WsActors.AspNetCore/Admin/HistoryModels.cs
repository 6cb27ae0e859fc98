using System.Text.Json.Serialization;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Admin;

/// <summary>A page of a topic's history.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Epoch">The id of the log that assigned the offsets.</param>
/// <param name="Offset">The offset of the topic's last message. To read on, pass the offset of the last message of this page as <c>since</c>.</param>
/// <param name="Messages">The messages, ordered by offset.</param>
internal sealed record HistoryAnswer(string Topic, string Epoch, long Offset, IReadOnlyList<MessageAnswer> Messages)
{
    /// <summary>True if no message after <c>since</c> is missing; false comes with a gap. Absent without <c>since</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Recovered { get; init; }

    /// <summary>The range of messages that are no longer in the history, or the fact that <c>since</c> belongs to another log.</summary>
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
/// The offsets From to To, both included, that the history does not hold. With the reasons <c>epoch_changed</c> and
/// <c>offset_ahead</c>, From is 1, and To is 0 if the history holds the whole log.
/// </summary>
internal sealed record GapAnswer(long From, long To, string Reason);

/// <summary>One message: JSON as it was published, text as a JSON string, binary in base64.</summary>
/// <param name="Offset">Its offset.</param>
/// <param name="Data">The published data.</param>
internal sealed record MessageAnswer(long Offset, RawJson Data)
{
    /// <summary><c>base64</c> for binary; otherwise absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Encoding { get; init; }

    internal static MessageAnswer Of(LoggedMessage message) => new(message.Offset, RawJson.Of(message.Publication))
    {
        Encoding = message.Publication.Format == PayloadFormat.Binary ? "base64" : null,
    };
}
