using System.Text;
using CsCheck;

namespace WsActors.Server.Tests.Admin;

/// <summary>Paths in all the ways in which a client may write them (RFC 3986 §2.1, §6.2.2).</summary>
internal static class PathEncodings
{
    private const string MustBeEncoded = "/%?# \"<>\\^`{|}";

    /// <summary>Names with the characters that matter to paths, and any others.</summary>
    public static Gen<string> Name { get; } = Gen.OneOf(
        Gen.Char["./%2eEfF:?#aé€"].Array[1, 6],
        Gen.Char['!', '~'].Array[1, 12]).Select(characters => new string(characters));

    /// <summary>A text in one of the ways in which a segment of a path can be written.</summary>
    public static Gen<string> Encoded(string text) => Gen.Bool.Array[text.Length].Select(choices => string.Concat(
        text.Select((character, i) => choices[i] || MustBeEncoded.Contains(character) || !char.IsAscii(character) ? Escaped(character, i) : $"{character}")));

    private static string Escaped(char character, int i) => string.Concat(
        Encoding.UTF8.GetBytes([character]).Select(octet => i % 2 == 0 ? $"%{octet:X2}" : $"%{octet:x2}"));
}
