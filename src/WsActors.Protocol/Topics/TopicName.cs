using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace WsActors.Protocol.Topics;

/// <summary>
/// The name of a topic: 1 to 255 bytes of UTF-8 without control characters, and neither "." nor "..", which no URL can carry
/// (RFC 3986 §5.2.4). "." separates segments by convention; names that begin with "$" are the server's own.
/// </summary>
public sealed record TopicName
{
    public const int MaxBytes = 255;

    private const string Audit = "$audit";

    private TopicName(string value) => Value = value;

    public string Value { get; }

    /// <summary>True if only the server may publish here.</summary>
    public bool IsReserved => Value[0] == '$';

    /// <summary>
    /// True for <c>$audit</c> and the names below it, as in <c>$audit.eu</c>. Only operators and back ends may read these topics, whatever the rules say,
    /// because a rule for all names must not show strangers who operates the server.
    /// </summary>
    public bool IsForOperators => Value == Audit || Value.StartsWith(Audit + ".", StringComparison.Ordinal);

    /// <summary>Accepts a valid name, or returns its <paramref name="fault"/>.</summary>
    public static bool TryParse(
        string value, [NotNullWhen(true)] out TopicName? name, [NotNullWhen(false)] out string? fault)
    {
        fault = FaultOf(value);
        name = fault is null ? new TopicName(value) : null;
        return name is not null;
    }

    /// <summary>Parses a name that is known to be valid; throws <see cref="ArgumentException"/> otherwise.</summary>
    public static TopicName Parse(string value) =>
        TryParse(value, out var name, out var fault) ? name : throw new ArgumentException(fault, nameof(value));

    public override string ToString() => Value;

    private static string? FaultOf(string value)
    {
        if (value.Length == 0)
            return $"a topic name is empty: 1 to {MaxBytes} bytes are allowed";
        if (value is "." or "..")
            return $"a topic name is \"{value}\", which no URL can carry: use another name";

        Span<byte> utf8 = stackalloc byte[MaxBytes];
        switch (Utf8.FromUtf16(value, utf8, out _, out _, replaceInvalidSequences: false))
        {
            case OperationStatus.DestinationTooSmall:
                return $"a topic name is {Encoding.UTF8.GetByteCount(value)} bytes of UTF-8: at most {MaxBytes} are allowed";
            case not OperationStatus.Done:
                return "a topic name is not valid Unicode: it holds half of a surrogate pair";
        }

        return value.Any(char.IsControl) ? "a topic name holds a control character: use printable characters" : null;
    }
}
