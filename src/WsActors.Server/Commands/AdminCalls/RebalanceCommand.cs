using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.AdminCalls;

/// <summary>Sends some of a node's clients to other nodes, or aborts that.</summary>
internal sealed class RebalanceCommand
{
    private readonly Option<double?> _share = new("--share") { Description = "Share of the connections to send away, above 0 and up to 1", HelpName = "SHARE" };
    private readonly Option<int?> _count = new("--count") { Description = "Number of connections to send away, in place of a share", HelpName = "NUMBER" };
    private readonly Option<int?> _rate = new("--rate") { Description = "Connections to close per second, in place of Drain:ConnectionsPerSecond", HelpName = "NUMBER" };
    private readonly Option<bool> _wait = new("--wait") { Description = "Prints the progress every second, until the rebalance is over" };
    private readonly Option<bool> _abort = new("--abort") { Description = "Aborts a rebalance, or a drain begun with --keep-running" };
    private readonly AdminAccess _access = new();
    private readonly CommandOutput _output;

    public RebalanceCommand(CommandOutput output)
    {
        _output = output;
        Command.Options.Add(_share);
        Command.Options.Add(_count);
        Command.Options.Add(_rate);
        Command.Options.Add(_wait);
        Command.Options.Add(_abort);
        _access.AddTo(Command);
        Command.SetAction((line, cancellation) => RunAsync(line, cancellation));
    }

    public Command Command { get; } = new(CommandNames.Rebalance, "Sends some of the node's clients to other nodes in paced waves. The node stays open.");

    private async Task<int> RunAsync(ParseResult line, CancellationToken cancellation)
    {
        var (share, count, rate) = (line.GetValue(_share), line.GetValue(_count), line.GetValue(_rate));
        var (aborts, waits) = (line.GetValue(_abort), line.GetValue(_wait));
        if (aborts && (waits || share is not null || count is not null || rate is not null))
            throw new UsageException("--abort goes with no other option of a rebalance");
        if (!aborts && (share is null) == (count is null))
            throw new UsageException("a rebalance needs either --share, such as 0.25 for a quarter of the connections, or --count");

        using var api = _access.Open(line);
        var isJson = _access.IsJson(line);
        if (aborts)
        {
            await DrainWatch.AbortAsync(api, _output, isJson, cancellation);
            return 0;
        }

        var rebalance = await BeginAsync(api, share, count, rate, cancellation);
        await _output.WriteLineAsync(isJson
            ? rebalance.GetRawText()
            : $"Rebalancing; connections to send away: {DrainWatch.Number(rebalance, "total")}. The node stays open");
        if (waits)
            await new DrainWatch(api, _output, isJson).RunAsync(untilGone: false, cancellation);
        return 0;
    }

    private static Task<JsonElement> BeginAsync(AdminApi api, double? share, int? count, int? rate, CancellationToken cancellation)
    {
        var query = AdminApi.Query([("share", Text(share)), ("count", Text(count)), ("rate", Text(rate))]);
        return api.PostAsync($"/api/node/rebalance{query}", [], contentType: null, [], cancellation);
    }

    private static string? Text(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture);
}
