using System.CommandLine;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.AdminCalls;

/// <summary>Drains a node and stops it.</summary>
internal sealed class DrainCommand
{
    private readonly Option<bool> _keepRunning = new("--keep-running") { Description = "Leaves the process running, drained and not ready" };
    private readonly AdminAccess _access = new();
    private readonly CommandOutput _output;

    public DrainCommand(CommandOutput output)
    {
        _output = output;
        Command.Options.Add(_keepRunning);
        _access.AddTo(Command);
        Command.SetAction((line, cancellation) => RunAsync(line, cancellation));
    }

    public Command Command { get; } = new(CommandNames.Drain, "Closes all connections of the node in paced waves, and stops it.");

    private async Task<int> RunAsync(ParseResult line, CancellationToken cancellation)
    {
        var keepsRunning = line.GetValue(_keepRunning);
        using var api = _access.Open(line);

        // Counted before, because the drain has begun to close connections when it is answered.
        var before = await api.GetAsync("/api/node", cancellation);
        var node = await api.PostAsync($"/api/node/drain{(keepsRunning ? "?stop=false" : string.Empty)}", [], contentType: null, [], cancellation);
        await _output.WriteLineAsync(_access.IsJson(line)
            ? node.GetRawText()
            : $"Draining; connections: {before.GetProperty("figures").GetProperty("open").GetInt64()}. The process {(keepsRunning ? "keeps running" : "stops afterwards")}");
        return 0;
    }
}
