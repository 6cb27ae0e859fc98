using System.CommandLine;
using System.Globalization;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.AdminCalls;

/// <summary>Drains a node and stops it, or aborts its drain.</summary>
internal sealed class DrainCommand
{
    private readonly Option<bool> _keepRunning = new("--keep-running") { Description = "Leaves the process running, drained and not ready" };
    private readonly Option<int?> _rate = new("--rate") { Description = "Connections to close per second, in place of Drain:ConnectionsPerSecond", HelpName = "NUMBER" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Prints the progress every second, until the drain is over" };
    private readonly Option<bool> _abort = new("--abort") { Description = "Aborts a drain begun with --keep-running, or a rebalance" };
    private readonly AdminAccess _access = new();
    private readonly CommandOutput _output;

    public DrainCommand(CommandOutput output)
    {
        _output = output;
        Command.Options.Add(_keepRunning);
        Command.Options.Add(_rate);
        Command.Options.Add(_wait);
        Command.Options.Add(_abort);
        _access.AddTo(Command);
        Command.SetAction((line, cancellation) => RunAsync(line, cancellation));
    }

    public Command Command { get; } = new(CommandNames.Drain, "Closes all connections of the node in paced waves, and stops it.");

    private async Task<int> RunAsync(ParseResult line, CancellationToken cancellation)
    {
        var (aborts, waits) = (line.GetValue(_abort), line.GetValue(_wait));
        if (aborts && (waits || line.GetValue(_keepRunning) || line.GetValue(_rate) is not null))
            throw new UsageException("--abort goes with no other option of a drain");

        using var api = _access.Open(line);
        if (aborts)
        {
            await DrainWatch.AbortAsync(api, _output, _access.IsJson(line), cancellation);
            return 0;
        }

        await BeginAsync(api, line, cancellation);
        if (waits)
            await new DrainWatch(api, _output, _access.IsJson(line)).RunAsync(untilGone: !line.GetValue(_keepRunning), cancellation);
        return 0;
    }

    private async Task BeginAsync(AdminApi api, ParseResult line, CancellationToken cancellation)
    {
        var keepsRunning = line.GetValue(_keepRunning);
        var query = AdminApi.Query(
            [("stop", keepsRunning ? "false" : null), ("rate", line.GetValue(_rate)?.ToString(CultureInfo.InvariantCulture))]);

        // Counted before, because the drain has begun to close connections when it is answered.
        var before = await api.GetAsync("/api/node", cancellation);
        var node = await api.PostAsync($"/api/node/drain{query}", [], contentType: null, [], cancellation);
        await _output.WriteLineAsync(_access.IsJson(line)
            ? node.GetRawText()
            : $"Draining; connections: {before.GetProperty("figures").GetProperty("open").GetInt64()}. The process {(keepsRunning ? "keeps running" : "stops afterwards")}");
    }
}
