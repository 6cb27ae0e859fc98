using WsActors.AspNetCore.Options;
using WsActors.Server.Commands;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Tests.Commands;

/// <summary>Arguments of a start: what is known is done, and everything else is named in one line.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData(CommandVerb.Serve)]
    [InlineData(CommandVerb.Serve, "serve")]
    [InlineData(CommandVerb.Serve, "serve", "--WsActors:Push:Port=9000")]
    [InlineData(CommandVerb.Serve, "--WsActors:Push:Port=9000", "--Logging:LogLevel:Default", "Debug", "--environment=Production")]
    [InlineData(CommandVerb.Serve, "--wsactors:push:port=9000")]
    [InlineData(CommandVerb.Help, "--help", "--WsActors:Push:Port=9000")]
    [InlineData(CommandVerb.Help, "serve", "--help")]
    [InlineData(CommandVerb.Help, "help")]
    [InlineData(CommandVerb.Help, "-h")]
    [InlineData(CommandVerb.Version, "--version")]
    [InlineData(CommandVerb.Command, "token", "--user", "ann")]
    [InlineData(CommandVerb.Command, "token", "--help")]
    [InlineData(CommandVerb.Command, "publish", "news", "x")]
    public void Known_arguments_name_what_to_do(object verb, params string[] arguments) =>
        Assert.Equal((CommandVerb)verb, CommandLine.Parse(arguments).Verb);

    [Fact]
    public void Settings_and_the_file_are_separated()
    {
        var line = CommandLine.Parse(["serve", "--WsActors:Push:Port", "9000", "--config", "my.json", "--Logging:LogLevel:Default=Debug"]);

        Assert.Equal(["--WsActors:Push:Port=9000", "--Logging:LogLevel:Default=Debug"], line.Settings);
        Assert.Equal("my.json", line.File);
    }

    [Fact]
    public void The_file_may_be_joined_to_its_option() => Assert.Equal("my.json", CommandLine.Parse(["--config=my.json"]).File);

    [Theory]
    [InlineData("Unknown argument \"-p\"", "-p", "9000")]
    [InlineData("Unknown argument \"9000\"", "--WsActors:Push:WarmUp=false", "9000")]
    [InlineData("Unknown argument \"token\": a command comes before its options", "--config=x", "token")]
    [InlineData("Unknown option \"--port\": the nearest is --WsActors:Push:Port or --WsActors:Admin:Port", "--port", "9000")]
    [InlineData("Unknown option \"--prot\": the nearest is --WsActors:Push:Port or --WsActors:Admin:Port", "--prot=9000")]
    [InlineData("Unknown option \"--WsActros:Push:Port\": the nearest is --WsActors:Push:Port", "--WsActros:Push:Port=9000")]
    [InlineData("Unknown option \"--WsActros:Topics:Rules:3:Match\": the nearest is --WsActors:Topics:Rules:0:Match", "--WsActros:Topics:Rules:3:Match=x")]
    [InlineData("Unknown option \"--confg\": the nearest is --config", "--confg", "x.json")]
    [InlineData("Unknown option \"--versoin\": the nearest is --version", "serve", "--versoin")]
    [InlineData("Unknown option \"--Push:Port\": the prefix is missing, write --WsActors:Push:Port=VALUE", "--Push:Port=9000")]
    [InlineData("Unknown option \"--apikeys\": the nearest is --WsActors:Admin:ApiKeys:0", "--apikeys=x")]
    [InlineData("Unknown option \"--xyzzy\": settings begin with --WsActors:", "--xyzzy=1")]
    [InlineData("Option \"--WsActors:Push:Port\" has no value: write --WsActors:Push:Port=VALUE", "--WsActors:Push:Port")]
    [InlineData("Option \"--WsActors:Push:Port\" has no value", "--WsActors:Push:Port", "--WsActors:Push:WarmUp=false")]
    [InlineData("Option \"--config\" has no value: write --config=FILE", "--config")]
    [InlineData("Option \"--config\" has no value: write --config=FILE", "--config=")]
    public void Anything_else_is_refused_in_one_line_that_says_what_to_write(string line, params string[] arguments)
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => CommandLine.Parse(arguments));

        Assert.StartsWith(line, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Theory]
    [InlineData("Unknown command \"pubish\": the nearest is publish. --help", "pubish", "news", "x")]
    [InlineData("Unknown command \"/port\": the commands are serve, publish, subscribe,", "/port", "9000")]
    public void An_unknown_command_names_the_nearest_one(string line, params string[] arguments) =>
        Assert.StartsWith(line, Assert.Throws<UsageException>(() => CommandLine.Parse(arguments)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_help_names_every_command() => Assert.All(
        CommandNames.All, name => Assert.Contains(name, CommandLineText.Help, StringComparison.Ordinal));
}
