using WsActors.Testing.Fuzzing;


namespace WsActors.Protocol.Tests.Corpus;

/// <summary>
/// Replays every checked-in input of <see cref="ProtocolFuzz.Feed"/>. A file <c>*.hex</c> is an input that once failed, or
/// that a person thought of, in hexadecimal; its lines that begin with "#" say what it is. What a fuzzer finds goes there
/// before it is fixed. The files in <c>Found</c> are what the fuzzer begins with, as they are: together they reach all the
/// code that it has ever reached.
/// </summary>
public sealed class CorpusTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Corpus");

    public static TheoryData<string> Named => NamesIn(Folder, "*.hex");

    public static TheoryData<string> Found => NamesIn(Path.Combine(Folder, "Found"), "*");

    [Theory]
    [MemberData(nameof(Named))]
    public void No_input_that_was_written_down_breaks_an_invariant(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, file));
        var input = Convert.FromHexString(string.Concat(lines.Where(line => !line.StartsWith('#')).Select(line => line.Trim())));

        ProtocolFuzz.Feed(input);
    }

    [Theory]
    [MemberData(nameof(Found))]
    public void No_input_that_the_fuzzer_found_worth_keeping_breaks_an_invariant(string file) =>
        ProtocolFuzz.Feed(File.ReadAllBytes(Path.Combine(Folder, "Found", file)));

    private static TheoryData<string> NamesIn(string folder, string pattern) =>
        [.. Directory.GetFiles(folder, pattern).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
}
