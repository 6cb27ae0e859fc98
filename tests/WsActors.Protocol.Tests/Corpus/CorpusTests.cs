using WsActors.Protocol.Tests.Properties;

namespace WsActors.Protocol.Tests.Corpus;

/// <summary>
/// Replays every checked-in input. A file is one byte for <see cref="SessionFuzz.Feed"/> to choose by and the peer's bytes,
/// all in hexadecimal; lines that begin with "#" say what it is. What a fuzzer finds goes here before it is fixed.
/// </summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Corpus"), "*.hex").Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void No_checked_in_input_breaks_an_invariant(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Corpus", file));
        var input = Convert.FromHexString(string.Concat(lines.Where(line => !line.StartsWith('#')).Select(line => line.Trim())));

        SessionFuzz.Feed(input);
    }
}
