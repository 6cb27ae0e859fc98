using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.AdminCalls;

/// <summary>Closes connections by their ids, or all connections of a user.</summary>
internal sealed class DisconnectCommand
{
    private readonly Argument<string[]> _connections = new("CONNECTION")
    {
        Description = "The ids of connections, as \"connections\" lists them",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _user = new("--user") { Description = "Closes all connections of this user", HelpName = "USER" };
    private readonly Option<int?> _code = new("--code") { Description = "The close code; the default, 4000, tells clients not to reconnect", HelpName = "NUMBER" };
    private readonly Option<string?> _reason = new("--reason") { Description = "The reason that clients receive, at most 123 bytes", HelpName = "TEXT" };
    private readonly AdminAccess _access = new();
    private readonly CommandOutput _output;

    public DisconnectCommand(CommandOutput output)
    {
        _output = output;
        Command.Arguments.Add(_connections);
        Command.Options.Add(_user);
        Command.Options.Add(_code);
        Command.Options.Add(_reason);
        _access.AddTo(Command);
        Command.SetAction((line, cancellation) => RunAsync(line, cancellation));
    }

    public Command Command { get; } = new(CommandNames.Disconnect, "Closes connections.");

    private async Task<int> RunAsync(ParseResult line, CancellationToken cancellation)
    {
        var (ids, user) = (line.GetValue(_connections) ?? [], line.GetValue(_user));
        if (ids.Length == 0 == user is null || ids.Append(user).Contains(string.Empty))
            throw new UsageException($"{CommandNames.Program} {CommandNames.Disconnect} needs either ids of connections or --user");

        using var api = _access.Open(line);
        var query = QueryOf(line);
        if (user is not null)
            return await DisconnectUserAsync(api, user, query, _access.IsJson(line), cancellation);

        foreach (var id in ids)
        {
            await api.DeleteAsync($"/api/connections/{AdminApi.Escape(id)}{query}", cancellation);
            await _output.WriteLineAsync(_access.IsJson(line) ? $$"""{"id":{{JsonSerializer.Serialize(id)}}}""" : $"Closing {id}");
        }

        return 0;
    }

    private async Task<int> DisconnectUserAsync(AdminApi api, string user, string query, bool isJson, CancellationToken cancellation)
    {
        var answer = await api.DeleteAsync($"/api/users/{AdminApi.Escape(user)}/connections{query}", cancellation);
        foreach (var connection in answer.GetProperty("connections").EnumerateArray())
        {
            var message = connection.GetProperty("message").GetString();
            var id = connection.GetProperty("id").GetString();
            await _output.WriteLineAsync(isJson ? connection.GetRawText() : message is null ? $"Closing {id}" : $"{id}: {message}");
        }

        return 0;
    }

    private string QueryOf(ParseResult line) => AdminApi.Query(
        [("code", line.GetValue(_code)?.ToString(CultureInfo.InvariantCulture)), ("reason", line.GetValue(_reason))]);
}
