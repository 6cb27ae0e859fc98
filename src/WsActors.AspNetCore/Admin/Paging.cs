using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace WsActors.AspNetCore.Admin;

/// <summary>Reads and writes the limits and cursors of lists.</summary>
internal static class Paging
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1000;

    public static bool TryReadLimit(int? limit, out int value, [NotNullWhen(false)] out IResult? problem)
    {
        value = limit ?? DefaultLimit;
        problem = value is >= 1 and <= MaxLimit
            ? null
            : Problems.BadRequest(Problems.InvalidLimit, $"limit is {value}: 1 to {MaxLimit} is allowed");
        return problem is null;
    }

    /// <summary>Writes a cursor. Cursors are opaque, so that their content can change.</summary>
    public static string? Write(string? after) =>
        after is null ? null : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(after));

    public static bool TryRead(string? cursor, out string? after, [NotNullWhen(false)] out IResult? problem)
    {
        after = null;
        problem = null;
        if (cursor is null)
            return true;

        try
        {
            after = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
            return true;
        }
        catch (FormatException)
        {
            problem = InvalidCursor();
            return false;
        }
    }

    public static IResult InvalidCursor() => Problems.BadRequest(
        Problems.InvalidCursor, "the cursor is not valid: pass \"next\" of the previous page, or no cursor");
}
