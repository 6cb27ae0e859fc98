using System.CommandLine;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.AdminCalls;

/// <summary>Lists the topics of a node.</summary>
internal sealed class TopicsCommand
{
    private static readonly Column[] Columns =
    [
        Column.Text("TOPIC", "topic"),
        Column.Number("SUBSCRIBERS", "subscribers"),
        Column.Number("OFFSET", "offset"),
        Column.Number("KEPT", "historyMessages"),
        Column.Text("EPOCH", "epoch"),
    ];

    private readonly Option<string?> _prefix = new("--prefix") { Description = "Only topics whose names begin with this", HelpName = "TEXT" };

    public TopicsCommand(CommandOutput output)
    {
        var list = new ListOptions(output);
        Command.Options.Add(_prefix);
        list.AddTo(Command);
        Command.SetAction((line, cancellation) => list.PrintAsync(
            line, "/api/topics", [("prefix", line.GetValue(_prefix))], "topics", Columns, cancellation));
    }

    public Command Command { get; } = new(CommandNames.Topics, "Lists the topics of the node: subscribers, last offset, kept messages and epoch.");
}
