using System.Text;
using System.Text.Json;
using WsActors.AspNetCore.Options;
using WsActors.Server.Commands.AdminCalls;
using WsActors.Server.Commands.Shared;
using WsActors.Server.Commands.Subscribing;

namespace WsActors.Server.Tests.Commands;

/// <summary>What commands read and print, without a node.</summary>
public sealed class CommandTextTests
{
    [Theory]
    [InlineData("prot", "port")]
    [InlineData("prt", "port")]
    [InlineData("PORT", "port")]
    [InlineData("subscibe", "subscribe")]
    [InlineData("connec", "connections")]
    [InlineData("xyzzy", null)]
    [InlineData("p", null)]
    [InlineData("", null)]
    public void The_nearest_name_is_found(string name, string? nearest) =>
        Assert.Equal(nearest, NearestName.Of(name, ["port", "subscribe", "connections"]));

    [Theory]
    [InlineData("{\"goal\": 1}", PayloadType.Json)]
    [InlineData("  [1, 2]\n", PayloadType.Json)]
    [InlineData("{\"goal\": 1} and more", PayloadType.Text)]
    [InlineData("{not json}", PayloadType.Text)]
    [InlineData("42", PayloadType.Text)]
    [InlineData("\"quoted\"", PayloadType.Text)]
    [InlineData("", PayloadType.Text)]
    public void Objects_and_arrays_are_published_as_JSON(string payload, object type) =>
        Assert.Equal((PayloadType)type, PayloadTypes.Of(Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void Other_bytes_are_published_as_binary() => Assert.Equal(PayloadType.Binary, PayloadTypes.Of(new byte[] { 0xff, 0x00 }));

    [Fact]
    public void A_table_aligns_numbers_to_the_right_and_leaves_no_space_at_the_end() => Assert.Equal(
        ["NAME    COUNT", "a           7", "longer    123", "-           0"],
        TextTable.Lines(
            [Column.Text("NAME", "name"), Column.Number("COUNT", "count")],
            [Json("""{"name": "a", "count": 7}"""), Json("""{"name": "longer", "count": 123}"""), Json("""{"name": null, "count": 0}""")]));

    [Fact]
    public void A_table_without_entries_is_empty() => Assert.Empty(TextTable.Lines([Column.Text("NAME", "name")], []));

    [Theory]
    [InlineData("e-p/0", "e-p", 0)]
    [InlineData("a/b/17", "a/b", 17)]
    public void A_position_is_read(string text, string epoch, long offset) =>
        Assert.Equal((epoch, offset, text), (StartPosition.Parse(text).Epoch, StartPosition.Parse(text).Offset, $"{StartPosition.Parse(text)}"));

    [Theory]
    [InlineData("17")]
    [InlineData("/17")]
    [InlineData("epoch/")]
    [InlineData("epoch/-1")]
    [InlineData("epoch/x")]
    public void Anything_else_is_no_position(string text) => Assert.StartsWith(
        $"--since is \"{text}\": EPOCH/OFFSET is needed",
        Assert.Throws<UsageException>(() => StartPosition.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Control_characters_of_messages_do_not_reach_a_terminal()
    {
        Assert.Equal("a\\u001b[2J\tb\n", await WriteAsync("a\u001b[2J\tb", isTerminal: true));
        Assert.Equal("a\u001b[2J\tb\n", await WriteAsync("a\u001b[2J\tb", isTerminal: false));
    }

    [Fact]
    public void A_fault_is_one_line()
    {
        using var error = new StringWriter();
        using var output = new CommandOutput(Stream.Null, error, isTerminal: false);

        output.Fail("first\nsecond\u001b");

        Assert.Equal("first second\\u001b\n", error.ToString());
    }

    private static async Task<string> WriteAsync(string line, bool isTerminal)
    {
        var bytes = new MemoryStream();
        using var output = new CommandOutput(bytes, TextWriter.Null, isTerminal);
        await output.WriteLineAsync(line);
        await output.FlushAsync();
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
