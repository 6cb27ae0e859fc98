using System.Text.Json;
using System.Text.Json.Serialization;
using WsActors.Actors.Topics;
using WsActors.Protocol.Push;
using WsActors.Protocol.Topics;

namespace WsActors.Server.Admin;

/// <summary>A page of a topic's history.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Epoch">The log that numbered the messages.</param>
/// <param name="Offset">The number of the topic's last message; pass the offset of the last one here as <c>since</c> for what follows.</param>
/// <param name="Messages">In the order of their offsets.</param>
public sealed record HistoryAnswer(string Topic, string Epoch, long Offset, IReadOnlyList<MessageAnswer> Messages)
{
    /// <summary>What was asked for and is not kept any more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GapAnswer? Gap { get; init; }

    internal static HistoryAnswer Of(TopicActor.History history) => new(
        history.Topic.Value,
        history.Position.Epoch,
        history.Position.Offset,
        [.. history.Page.Messages.Select(MessageAnswer.Of)])
    {
        Gap = history.Page.Missed is { } missed ? new GapAnswer(missed.From, missed.To, missed.Reason) : null,
    };
}

/// <summary>Offsets From to To, both included, that the history does not hold.</summary>
public sealed record GapAnswer(long From, long To, string Reason);

/// <summary>One message: JSON as it was published, text as a JSON string, binary in base64.</summary>
public sealed record MessageAnswer(long Offset, JsonElement Data)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Encoding { get; init; }

    internal static MessageAnswer Of(LoggedMessage message)
    {
        var payload = message.Publication.Payload;
        return message.Publication.Format switch
        {
            PayloadFormat.Json => new MessageAnswer(message.Offset, JsonElement.Parse(payload.Span)),
            PayloadFormat.Text => new MessageAnswer(message.Offset, OfText(System.Text.Encoding.UTF8.GetString(payload.Span))),
            _ => new MessageAnswer(message.Offset, OfText(Convert.ToBase64String(payload.Span))) { Encoding = "base64" },
        };
    }

    private static JsonElement OfText(string text) => JsonSerializer.SerializeToElement(text);
}
