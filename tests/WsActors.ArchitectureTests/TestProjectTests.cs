using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace WsActors.ArchitectureTests;

/// <summary>Keeps what test projects share in WsActors.Testing, written once.</summary>
public sealed class TestProjectTests
{
    // The header is the subject of these, so they name it themselves; everybody else sends UpgradeRequest.
    private static readonly string[] NameTheKeyHeader =
    [
        "WsActors.LoadTest.Tests/EndToEnd/CrookedServer.cs", // a server: it reads the header
        "WsActors.Protocol.Tests/Rfc6455/Section4_OpeningHandshake.cs", // sends it twice
        "WsActors.Server.Tests/EndToEnd/BadHandshakeTests.cs", // leaves it out
    ];

    [Fact]
    public void No_project_compiles_files_of_another() => Faults.None(
        from project in Projects()
        from file in CompiledFromElsewhere(XDocument.Load(project))
        select $"{Path.GetFileName(project)}: {file}",
        "No project compiles files of another: move what several need to WsActors.Testing");

    [Theory]
    [InlineData("""<Compile Include="../Other/Shared.cs" Link="Shared.cs" />""")]
    [InlineData("""<Compile Include="Own.cs;..\Other\*.cs" LinkBase="Other" />""")]
    [InlineData("""<Compile Include="$(Root)/tests/Other/Shared.cs" />""")]
    public void A_file_of_another_project_is_noticed(string item) =>
        Assert.Single(CompiledFromElsewhere(XDocument.Parse($"<Project><ItemGroup>{item}</ItemGroup></Project>")));

    [Fact]
    public void The_upgrade_request_is_written_once() => Assert.Equal(
        NameTheKeyHeader,
        from file in SourceFile.OfTests()
        where file.Text.Contains("Sec-WebSocket-Key:", StringComparison.Ordinal)
        select file.Path);

    // Every reader of frames has to tell the length of 126 from the others (RFC 6455 §5.2). The load generator has a codec of its own.
    [Fact]
    public void Frames_of_a_server_are_read_in_one_place() => Assert.Equal(
        ["WsActors.Testing/ServerFrameHeader.cs"],
        from file in SourceFile.OfTests()
        where Regex.IsMatch(file.Code, @"\b126 (=>|when\b)|[=!]= 126\b")
        select file.Path);

    [Fact]
    public void The_servers_solution_filter_holds_all_of_src_and_nothing_of_the_load_generator()
    {
        var projects = JsonDocument.Parse(SourceFile.ReadDocument("src/WsActors.Server.slnf"))
            .RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray()
            .Select(project => project.GetString()!.Replace('\\', '/'))
            .ToArray();

        Assert.All(projects, project => Assert.True(File.Exists(Path.Combine(SourceFile.Root, project)), $"{project} is not there"));
        Assert.Empty(Projects().Select(project => Path.GetRelativePath(SourceFile.Root, project).Replace('\\', '/'))
            .Where(project => project.StartsWith("src/", StringComparison.Ordinal)).Except(projects));
        Assert.DoesNotContain(projects, project => project.Contains("LoadTest", StringComparison.Ordinal) || project.StartsWith("loadtest/", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Projects() =>
        from folder in new[] { "src", "tests", "loadtest" }
        from project in Directory.EnumerateFiles(Path.Combine(SourceFile.Root, folder), "*.csproj", SearchOption.AllDirectories)
        select project;

    private static IEnumerable<string> CompiledFromElsewhere(XDocument project) =>
        from item in project.Descendants("Compile")
        from file in (item.Attribute("Include")?.Value ?? string.Empty).Split(';')
        where file.StartsWith("..", StringComparison.Ordinal) || file.StartsWith('$') || Path.IsPathRooted(file)
        select file;
}
