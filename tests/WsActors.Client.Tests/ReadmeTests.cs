using System.Text.RegularExpressions;
using WsActors.Client.Tests.Faults;

namespace WsActors.Client.Tests;

/// <summary>The code in the README of the package.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void The_first_example_is_a_program_that_compiles()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "clients", "dotnet", "WsActors.Client", "README.md"));

        Assert.Empty(ClientSources.ErrorsOf(FirstExample().Match(readme).Groups[1].Value));
    }

    [Fact]
    public void A_name_that_is_wrong_is_found() => Assert.NotEmpty(ClientSources.ErrorsOf("using WsActors.Client; new WsActorsClient(\"ws://x\");"));

    [Theory]
    [InlineData("x7k2-41", "x7k2", 41L)]
    [InlineData("a-b-0", "a-b", 0L)]
    public void A_position_can_be_stored_as_text(string text, string epoch, long offset)
    {
        Assert.Equal(new Position(epoch, offset), Position.Parse(text));
        Assert.Equal(text, new Position(epoch, offset).ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("41")]
    [InlineData("-41")]
    [InlineData("e-")]
    [InlineData("e- 1")]
    public void A_text_that_is_no_position_is_refused(string? text) => Assert.False(Position.TryParse(text, out _));

    [GeneratedRegex(@"^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FirstExample();
}
