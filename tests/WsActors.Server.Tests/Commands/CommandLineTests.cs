using WsActors.Server.Commands;
using WsActors.Server.Options;

namespace WsActors.Server.Tests.Commands;

/// <summary>Arguments: what is known is done, and everything else is named in one line.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData(CommandVerb.Serve)]
    [InlineData(CommandVerb.Serve, "--WsActors:Push:Port=9000", "--Logging:LogLevel:Default", "Debug", "--environment=Production")]
    [InlineData(CommandVerb.Serve, "--wsactors:push:port=9000")]
    [InlineData(CommandVerb.Help, "--help", "--WsActors:Push:Port=9000")]
    [InlineData(CommandVerb.Help, "token", "--help")]
    [InlineData(CommandVerb.Version, "--version")]
    [InlineData(CommandVerb.Token, "token", "--user", "ann")]
    public void Known_arguments_name_what_to_do(object verb, params string[] arguments) =>
        Assert.Equal((CommandVerb)verb, CommandLine.Parse(arguments).Verb);

    [Fact]
    public void The_arguments_of_a_command_are_those_behind_its_name() =>
        Assert.Equal(["--user", "ann"], CommandLine.Parse(["token", "--user", "ann"]).Rest);

    [Theory]
    [InlineData("Unknown command \"publish\"", "publish", "x")]
    [InlineData("Unknown command \"-p\"", "-p", "9000")]
    [InlineData("Unknown command \"/port\"", "/port", "9000")]
    [InlineData("Unknown argument \"9000\"", "--WsActors:Push:WarmUp=false", "9000")]
    [InlineData("Unknown option \"--port\": settings begin with --WsActors:", "--port", "9000")]
    [InlineData("Unknown option \"--Push:Port\": the prefix is missing, write --WsActors:Push:Port=VALUE", "--Push:Port=9000")]
    [InlineData("Unknown option \"--WsActors\"", "--WsActors=1")]
    [InlineData("Unknown option \"--urls\"", "--urls=http://*:5000")]
    [InlineData("Option \"--WsActors:Push:Port\" has no value: write --WsActors:Push:Port=VALUE", "--WsActors:Push:Port")]
    [InlineData("Option \"--WsActors:Push:Port\" has no value", "--WsActors:Push:Port", "--WsActors:Push:WarmUp=false")]
    public void Anything_else_is_refused_in_one_line_that_says_what_to_write(string line, params string[] arguments)
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => CommandLine.Parse(arguments));

        Assert.StartsWith(line, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }
}
