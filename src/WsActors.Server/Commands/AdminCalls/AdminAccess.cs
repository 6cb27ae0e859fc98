using System.CommandLine;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.AdminCalls;

/// <summary>The options of all commands that call the admin API of a node.</summary>
internal sealed class AdminAccess
{
    private readonly AddressOption _address = new("--admin", "admin listener", "WSACTORS_ADMIN", "http", "http://127.0.0.1:8081");
    private readonly SecretOption _key = new("--api-key", "KEY", "A key of WsActors:Admin:ApiKeys", "API key", "WSACTORS_API_KEY");
    private readonly Option<bool> _json = new("--json") { Description = "Prints JSON, one value per line" };

    public void AddTo(Command command)
    {
        _address.AddTo(command);
        _key.AddTo(command);
        command.Options.Add(_json);
    }

    /// <exception cref="UsageException">The address or the key cannot be used.</exception>
    public AdminApi Open(ParseResult line) => new(_address.Read(line), _key.Read(line));

    /// <summary>True if the output is for programs.</summary>
    public bool IsJson(ParseResult line) => line.GetValue(_json);
}
