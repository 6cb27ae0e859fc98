using System.CommandLine;
using System.Text.Json;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.AdminCalls;

/// <summary>Prints a list of the admin API, as a table for people or as JSON for programs.</summary>
internal sealed class ListOptions(CommandOutput output)
{
    // Columns are as wide as the first rows need; a list of a million entries is printed while it is read.
    private const int RowsMeasured = 1000;

    private readonly Option<int?> _limit = new("--limit") { Description = "The largest number of entries to print; without it, all", HelpName = "NUMBER" };

    public AdminAccess Access { get; } = new();

    public void AddTo(Command command)
    {
        command.Options.Add(_limit);
        Access.AddTo(command);
    }

    /// <param name="line">The parsed command line.</param>
    /// <param name="path">The path of the list.</param>
    /// <param name="filters">The parameters that filter it.</param>
    /// <param name="list">The property of the answer that holds the entries.</param>
    /// <param name="columns">The columns of the table.</param>
    /// <param name="cancellation">Ends the command.</param>
    public async Task<int> PrintAsync(
        ParseResult line,
        string path,
        IReadOnlyList<(string Name, string? Value)> filters,
        string list,
        IReadOnlyList<Column> columns,
        CancellationToken cancellation)
    {
        var limit = line.GetValue(_limit);
        if (limit < 1)
            throw new UsageException($"--limit is {limit}: a number from 1 is needed");

        using var api = Access.Open(line);
        var entries = PageReader.ReadAsync(api, path, filters, list, limit, cancellation);
        if (Access.IsJson(line))
            await PrintJsonAsync(entries);
        else
            await PrintTableAsync(entries, columns);
        return 0;
    }

    private async Task PrintJsonAsync(IAsyncEnumerable<JsonElement> entries)
    {
        await foreach (var entry in entries)
            await output.WriteLineAsync(entry.GetRawText());
    }

    private async Task PrintTableAsync(IAsyncEnumerable<JsonElement> entries, IReadOnlyList<Column> columns)
    {
        await foreach (var chunk in entries.Chunk(RowsMeasured))
        {
            foreach (var row in TextTable.Lines(columns, chunk))
                await output.WriteLineAsync(row);
        }
    }
}
