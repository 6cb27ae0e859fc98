using System.Text;

namespace WsActors.Protocol.Topics;

/// <summary>Text that can be written as UTF-8: .NET's strings and JSON's escapes can hold half of a surrogate pair, which no encoding can.</summary>
public static class WellFormedText
{
    /// <summary>True if each half of a surrogate pair has its other half.</summary>
    public static bool Is(string text)
    {
        for (ReadOnlySpan<char> rest = text; !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != System.Buffers.OperationStatus.Done)
                return false;
            rest = rest[length..];
        }

        return true;
    }
}
