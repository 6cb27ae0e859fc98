using System.CommandLine;

namespace WsActors.Server.Commands.Shared;

/// <summary>An option for a secret that is sent in a header, which the environment can hold instead.</summary>
internal sealed class SecretOption
{
    private readonly Option<string?> _option;
    private readonly string _secret;
    private readonly string _variable;

    /// <param name="name">The name of the option.</param>
    /// <param name="value">The name of its value in help texts.</param>
    /// <param name="description">The description of its value, for help texts.</param>
    /// <param name="secret">The name of the secret in faults.</param>
    /// <param name="variable">The variable of the environment.</param>
    public SecretOption(string name, string value, string description, string secret, string variable)
    {
        (_secret, _variable) = (secret, variable);
        _option = new Option<string?>(name)
        {
            Description = $"{description}; without the option, {variable} of the environment is used, which other users of the machine cannot see",
            HelpName = value,
        };
    }

    public void AddTo(Command command) => command.Options.Add(_option);

    /// <summary>Returns the secret; null if there is none.</summary>
    /// <exception cref="UsageException">It cannot be used.</exception>
    public string? Read(ParseResult line)
    {
        var secret = line.GetValue(_option) ?? Environment.GetEnvironmentVariable(_variable);
        return secret?.Any(letter => !char.IsAscii(letter) || char.IsControl(letter)) == true
            ? throw new UsageException($"The {_secret} contains a character that no header can carry; check {_option.Name} and {_variable}")
            : string.IsNullOrEmpty(secret) ? null : secret;
    }
}
