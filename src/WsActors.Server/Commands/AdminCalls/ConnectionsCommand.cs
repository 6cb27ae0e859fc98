using System.CommandLine;
using System.Globalization;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.AdminCalls;

/// <summary>Lists the connections of a node.</summary>
internal sealed class ConnectionsCommand
{
    private static readonly Column[] Columns =
    [
        Column.Text("CONNECTION", "id"),
        Column.Text("USER", "user"),
        Column.Text("ADDRESS", "remoteAddress"),
        Column.Text("STATE", "state"),
        Column.Text("PROTOCOL", "protocol"),
        new("SINCE", entry => entry.GetProperty("connectedAt").GetDateTimeOffset().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
        new("TOPICS", entry => $"{entry.GetProperty("subscriptions").GetArrayLength()}", IsNumber: true),
        Column.Number("QUEUED", "queuedBytes"),
        Column.Number("SENT", "messagesSent"),
    ];

    private readonly Option<string?> _user = new("--user") { Description = "Only connections of this user", HelpName = "USER" };
    private readonly Option<string?> _topic = new("--topic") { Description = "Only connections that are subscribed to this topic", HelpName = "TOPIC" };

    public ConnectionsCommand(CommandOutput output)
    {
        var list = new ListOptions(output);
        Command.Options.Add(_user);
        Command.Options.Add(_topic);
        list.AddTo(Command);
        Command.SetAction((line, cancellation) => list.PrintAsync(
            line, "/api/connections", [("user", line.GetValue(_user)), ("topic", line.GetValue(_topic))], "connections", Columns, cancellation));
    }

    public Command Command { get; } = new(CommandNames.Connections, "Lists the connections of the node: user, address, state, topics, queued bytes and sent messages.");
}
