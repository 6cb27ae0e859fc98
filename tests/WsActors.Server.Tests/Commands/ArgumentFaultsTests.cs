using Microsoft.Extensions.Configuration;
using WsActors.Server.Commands;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Tests.Commands;

/// <summary>Arguments of the commands: a wrong one is named in one line with the nearest that is right, and never published.</summary>
public sealed class ArgumentFaultsTests
{
    [Theory]
    [InlineData("Unknown option \"--jsn\": the nearest is --json. wsactors publish --help lists the options", "publish", "news", "--jsn")]
    [InlineData("Unknown option \"--jsn\": the nearest is --json. wsactors publish", "publish", "news", "x", "--jsn")]
    [InlineData("Unknown option \"--idem\": the nearest is --idempotency-key", "publish", "news", "x", "--idem=1")]
    [InlineData("Unknown option \"--xyzzy\". wsactors topics --help lists the options", "topics", "--xyzzy")]
    [InlineData("Unknown option \"--apikey\": the nearest is --api-key", "drain", "--apikey", "secret")]
    [InlineData("Unknown option \"--jsn\": the nearest is --json", "publish", "news", "x", "--key", "--jsn")]
    [InlineData("Unknown option \"--hlep\": the nearest is --help", "token", "--hlep")]
    [InlineData("Unknown option \"--WsActors:Push:Port\"", "topics", "--WsActors:Push:Port=9000")]
    [InlineData("Unknown option \"--usr\": the nearest is --user", "token", "--usr", "ann")]
    [InlineData("Superfluous argument \"y\" of wsactors publish", "publish", "news", "x", "y")]
    [InlineData("Unknown command \"wsactors config chekc\": the nearest is wsactors config check", "config", "chekc")]
    [InlineData("Unknown command \"wsactors completions tcsh\": it is wsactors completions bash or zsh or fish", "completions", "tcsh")]
    [InlineData("wsactors config needs one of check, show", "config")]
    [InlineData("wsactors publish needs TOPIC", "publish")]
    [InlineData("wsactors subscribe needs TOPIC", "subscribe", "--json")]
    [InlineData("Option --key has no value", "publish", "news", "x", "--key")]
    [InlineData("Cannot parse argument 'many' for option '--limit'", "topics", "--limit", "many")]
    [InlineData("Cannot parse argument 'xml' for option '--type'", "publish", "news", "x", "--type", "xml")]
    public void A_wrong_argument_is_named(string line, params string[] arguments)
    {
        var fault = Assert.Throws<UsageException>(() => Check(arguments));

        Assert.StartsWith(line, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Theory]
    [InlineData("publish", "news", "-")]
    [InlineData("publish", "news", "-5")]
    [InlineData("publish", "news", "--", "--jsn")]
    [InlineData("publish", "news", "x", "--key=--jsn")]
    [InlineData("publish", "--help")]
    [InlineData("config", "--help")]
    [InlineData("subscribe", "a", "b", "--count", "3")]
    [InlineData("disconnect", "--user", "ann")]
    [InlineData("config", "show", "--json")]
    public void A_right_one_is_accepted(params string[] arguments) => Check(arguments);

    private static void Check(string[] arguments)
    {
        using var output = new CommandOutput(Stream.Null, TextWriter.Null, isTerminal: false);
        var line = CommandTree.Build(output, () => new ConfigurationManager()).Parse(arguments);
        ArgumentFaults.ThrowIfAny(line, arguments);
    }
}
