using System.CommandLine;

namespace WsActors.Server.Commands.Shared;

/// <summary>An option for the address of a listener, whose default the environment can replace.</summary>
internal sealed class AddressOption
{
    private readonly Option<string> _option;
    private readonly string _scheme;
    private readonly string _standard;

    /// <param name="name">The name of the option.</param>
    /// <param name="listener">The listener, for the description.</param>
    /// <param name="variable">The variable of the environment.</param>
    /// <param name="scheme">The scheme without TLS; with it, "s" is added.</param>
    /// <param name="standard">The address without option and variable.</param>
    public AddressOption(string name, string listener, string variable, string scheme, string standard)
    {
        (_scheme, _standard) = (scheme, standard);
        _option = new Option<string>(name)
        {
            Description = $"The {listener} of the node; {variable} of the environment replaces the default",
            HelpName = "URL",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } address ? address : standard,
        };
    }

    public void AddTo(Command command) => command.Options.Add(_option);

    /// <exception cref="UsageException">The address cannot be used.</exception>
    public Uri Read(ParseResult line)
    {
        var text = line.GetRequiredValue(_option);
        return Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == _scheme || address.Scheme == $"{_scheme}s") && address.Host.Length > 0
            ? address
            : throw new UsageException($"{_option.Name} is \"{text}\": {Needed} address is needed, as in {_standard}");
    }

    private string Needed => _scheme == "http" ? "an http or https" : $"a {_scheme} or {_scheme}s";
}
