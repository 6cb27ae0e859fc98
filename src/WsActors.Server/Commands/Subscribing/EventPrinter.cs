using System.Text.Json;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.Subscribing;

/// <summary>Prints the events of a subscription: messages for people, all events for programs.</summary>
/// <param name="output">Messages go to standard output, notices to standard error.</param>
/// <param name="isJson">True to print every event as the server sent it, one per line.</param>
/// <param name="namesTopics">True to print the topic before each message.</param>
/// <param name="count">The number of messages after which the command ends; null for no end.</param>
internal sealed class EventPrinter(CommandOutput output, bool isJson, bool namesTopics, int? count)
{
    private int _printed;

    /// <summary>True if as many messages as wanted were printed.</summary>
    public bool IsDone => _printed >= count;

    /// <param name="type">The event's type.</param>
    /// <param name="message">The event.</param>
    public async Task PrintAsync(string type, JsonElement message)
    {
        if (isJson)
            await output.WriteLineAsync(OneLine(message.GetRawText()));
        else if (type == "message")
            await output.WriteLineAsync(namesTopics ? $"{TopicOf(message)}: {TextOf(message)}" : TextOf(message));
        else if (Notice(type, message) is { } notice)
            output.Notice(notice);

        if (type == "message")
            _printed++;
    }

    public Task FlushAsync() => output.FlushAsync();

    private static string? Notice(string type, JsonElement message) => type switch
    {
        "gap" => Gap(TopicOf(message), message.GetProperty("from").GetInt64(), message.GetProperty("to").GetInt64(), message.GetProperty("reason").GetString()),
        "unsubscribed" => $"{TopicOf(message)}: the server ended the subscription, {message.GetProperty("reason").GetString()}",
        _ => null,
    };

    private static string Gap(string? topic, long from, long to, string? reason) => from > to
        ? $"{topic}: the log has started anew ({reason}), and messages of the old one may be missing"
        : $"{topic}: messages {from} to {to} are missing ({reason})";

    private static string? TopicOf(JsonElement message) => message.GetProperty("topic").GetString();

    private static string TextOf(JsonElement message)
    {
        var data = message.GetProperty("data");
        return data.ValueKind == JsonValueKind.String ? data.GetString()! : OneLine(data.GetRawText());
    }

    // Line ends in JSON are white space between its parts.
    private static string OneLine(string json) => json.ReplaceLineEndings(" ");
}
