using System.CommandLine;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.AdminCalls;

/// <summary>The options of all commands that call the admin API of a node.</summary>
internal sealed class AdminAccess
{
    private const string AddressVariable = "WSACTORS_ADMIN";
    private const string KeyVariable = "WSACTORS_API_KEY";

    private readonly Option<string> _address = new("--admin")
    {
        Description = $"The admin listener of the node; {AddressVariable} of the environment replaces the default",
        HelpName = "URL",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(AddressVariable) is { Length: > 0 } address ? address : "http://127.0.0.1:8081",
    };

    private readonly Option<string?> _key = new("--api-key")
    {
        Description = $"A key of WsActors:Admin:ApiKeys; without the option, {KeyVariable} of the environment is used, which other users of the machine cannot see",
        HelpName = "KEY",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Prints JSON, one value per line" };

    public void AddTo(Command command)
    {
        command.Options.Add(_address);
        command.Options.Add(_key);
        command.Options.Add(_json);
    }

    /// <exception cref="UsageException">The address or the key cannot be used.</exception>
    public AdminApi Open(ParseResult line)
    {
        var text = line.GetRequiredValue(_address);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.Host.Length == 0)
            throw new UsageException($"--admin is \"{text}\": an http or https address is needed, as in http://127.0.0.1:8081");

        var key = line.GetValue(_key) ?? Environment.GetEnvironmentVariable(KeyVariable);
        if (key?.Any(letter => !char.IsAscii(letter) || char.IsControl(letter)) == true)
            throw new UsageException($"The API key contains a character that no header can carry; check --api-key and {KeyVariable}");

        return new AdminApi(address, string.IsNullOrEmpty(key) ? null : key);
    }

    /// <summary>True if the output is for programs.</summary>
    public bool IsJson(ParseResult line) => line.GetValue(_json);
}
