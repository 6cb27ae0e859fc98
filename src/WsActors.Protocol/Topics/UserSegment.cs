namespace WsActors.Protocol.Topics;

/// <summary>
/// A user's id as the segment of a topic name. What has a meaning in names is percent-encoded ("a.b" is "a%2Eb"), so that
/// no id reaches over its segment, no two ids share one, and none becomes a name of the server's own.
/// </summary>
public static class UserSegment
{
    /// <summary>The segment of the user; the id itself if it contains no special characters.</summary>
    public static string Of(string user) => user
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace(".", "%2E", StringComparison.Ordinal)
        .Replace("$", "%24", StringComparison.Ordinal);

    /// <summary>True if the segment equals this user, character for character.</summary>
    public static bool Names(ReadOnlySpan<char> segment, string user) => segment.SequenceEqual(Of(user));
}
