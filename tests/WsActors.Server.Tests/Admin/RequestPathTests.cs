using System.Globalization;
using System.Text;
using CsCheck;
using WsActors.AspNetCore.Admin;

namespace WsActors.Server.Tests.Admin;

public sealed class RequestPathTests
{
    private static readonly string[] Before = ["", "http://topics", "HTTPS://a.b:1"];
    private static readonly string[] After = ["", "?", "?since=1&x=/../y"];

    private static readonly Gen<string> RawTarget = Gen.Char["/%2eEfF.?a:5c"].Array[0, 14].Select(characters => "/" + new string(characters));

    [Fact]
    public void However_its_segments_are_encoded_a_path_names_the_same_things__RFC3986_6_2_2()
    {
        var names = PathEncodings.Name.Array[1, 4];
        var written = names.SelectMany(segments => Gen.Select(
            Gen.Int[0, 2].Select(i => Before[i]),
            segments.Select(PathEncodings.Encoded).Aggregate(Gen.Const(""), (all, next) => Gen.Select(all, next, (a, b) => $"{a}/{b}")),
            Gen.Int[0, 2].Select(i => After[i]),
            (before, path, after) => (segments, before + path + after)));

        written.Sample((segments, target) => NamesIn(target)?.SequenceEqual(segments) ?? segments.Any(IsDots));
    }

    [Fact]
    public void Whatever_is_sent_is_read_as_the_plain_model_reads_it() =>
        RawTarget.Sample(target => Model(target) is { } expected ? NamesIn(target)!.SequenceEqual(expected) : NamesIn(target) is null);

    [Theory]
    [InlineData("/topics/secret/../../api/topics/public.feed/messages")]
    [InlineData("/api/topics/a/%2e%2E/messages")]
    [InlineData("/api/topics/.%2e/messages")]
    [InlineData("/api/topics/%2E/messages")]
    [InlineData("/..")]
    [InlineData("http://localhost/api/./topics")]
    public void A_path_with_dot_segments_is_refused(string target)
    {
        Assert.False(RequestPath.TryNormalize(target, out _, out var fault));
        Assert.Contains("resolve it before sending", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/%74opics/a%2fb/messages", "/api/topics/a%2Fb/messages")]
    [InlineData("http://topics/api/topics/x?y=1", "/api/topics/x")]
    [InlineData("http://topics", "/")]
    [InlineData("/a/%zz/%c3", "/a/%zz/%c3")]
    [InlineData("*", "")]
    public void Equivalent_paths_have_one_normal_form__RFC3986_6_2_2(string target, string path)
    {
        Assert.True(RequestPath.TryNormalize(target, out var normal, out _));
        Assert.Equal(path, normal);
    }

    // Null where the path is refused; a segment that cannot be decoded is null in its place.
    private static IEnumerable<string?>? NamesIn(string target) => RequestPath.TryNormalize(target, out var path, out _)
        ? path.Split('/').Skip(1).Select(segment => RequestPath.TryDecode(segment, out var name) ? name : null)
        : null;

    private static string?[]? Model(string target)
    {
        var names = target.Split('?')[0].Split('/').Skip(1).Select(Decoded).ToArray();
        return names.Any(IsDots) ? null : names;
    }

    private static string? Decoded(string segment)
    {
        var bytes = new List<byte>();
        while (segment.Length > 0)
        {
            if (segment[0] == '%' && !(segment.Length > 2 && segment[1..3].All(char.IsAsciiHexDigit)))
                return null;

            bytes.Add(segment[0] == '%' ? byte.Parse(segment[1..3], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : (byte)segment[0]);
            segment = segment[0] == '%' ? segment[3..] : segment[1..];
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsDots(string? name) => name is "." or "..";
}
