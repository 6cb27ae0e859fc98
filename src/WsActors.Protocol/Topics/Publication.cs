using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace WsActors.Protocol.Topics;

/// <summary>
/// A published message: bytes that are shared by every receiver and never changed. The payload is valid for its format, so that it is
/// written to the wire without another check.
/// </summary>
public sealed class Publication
{
    /// <summary>The deepest nesting of arrays and objects in a JSON publication.</summary>
    public const int MaxJsonDepth = 64;

    /// <summary>Characters of a <see cref="Key"/>, as many as an idempotency key has.</summary>
    public const int MaxKeyLength = 128;

    private static readonly JsonReaderOptions StrictJson = new() { MaxDepth = MaxJsonDepth };

    // A key alone is kept as it is: only a publication that bears more than a key costs another object.
    private readonly object? _tags;

    private Publication(PayloadFormat format, ReadOnlyMemory<byte> payload, object? tags = null)
    {
        Format = format;
        Payload = payload;
        _tags = tags;
    }

    public PayloadFormat Format { get; }

    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>
    /// Its subject, 1 to <see cref="MaxKeyLength"/> characters: if a slow reader gets only the newest message, it gets the newest of each
    /// key. Null for the topic as a whole.
    /// </summary>
    public string? Key => _tags as string ?? (_tags as PublicationTags)?.Key;

    /// <summary>The name of the event that is published, for protocols whose publications have one; null: it has none.</summary>
    public string? Event => (_tags as PublicationTags)?.Event;

    /// <summary>
    /// The id of the connection that does not get it, neither live nor while it catches up; null for most. Others get it, and so do
    /// readers of the history, the client of that connection included once it has returned on another.
    /// </summary>
    public string? Except => (_tags as PublicationTags)?.Except;

    /// <summary>The fault of a key; null if it is valid.</summary>
    public static string? FaultOfKey(string? key) => key is { Length: >= 1 and <= MaxKeyLength } && WellFormedText.Is(key)
        ? null
        : $"a key is one text of 1 to {MaxKeyLength} characters";

    /// <summary>A copy with a key, which must be valid or null; itself if <paramref name="key"/> is null.</summary>
    public Publication About(string? key) => key is null ? this : With(key, Event, Except);

    /// <summary>A copy that bears the name of an event; itself if there is none.</summary>
    public Publication Named(string? eventName) => eventName is null ? this : With(Key, eventName, Except);

    /// <summary>A copy for all but one connection; itself if <paramref name="connection"/>, an id, is null.</summary>
    public Publication Excluding(string? connection) => connection is null ? this : With(Key, Event, connection);

    /// <summary>A copy whose payload shares no buffer with others, so that keeping it keeps nothing else.</summary>
    public Publication Detached() => new(Format, Payload.ToArray(), _tags);

    /// <summary>Makes a publication of any bytes. They are kept, not copied: the caller must not change them.</summary>
    public static Publication FromBinary(ReadOnlyMemory<byte> payload) => new(PayloadFormat.Binary, payload);

    /// <summary>Accepts valid UTF-8, or returns the <paramref name="fault"/>. The bytes are kept, not copied.</summary>
    public static bool TryParseText(
        ReadOnlyMemory<byte> payload,
        [NotNullWhen(true)] out Publication? publication,
        [NotNullWhen(false)] out string? fault)
    {
        fault = Utf8.IsValid(payload.Span) ? null : "the text is not valid UTF-8";
        publication = fault is null ? new Publication(PayloadFormat.Text, payload) : null;
        return publication is not null;
    }

    /// <summary>Accepts one JSON value (RFC 8259), or returns the <paramref name="fault"/>. The bytes are kept, not copied.</summary>
    public static bool TryParseJson(
        ReadOnlyMemory<byte> payload,
        [NotNullWhen(true)] out Publication? publication,
        [NotNullWhen(false)] out string? fault)
    {
        fault = JsonFaultOf(payload.Span);
        publication = fault is null ? new Publication(PayloadFormat.Json, payload) : null;
        return publication is not null;
    }

    /// <summary>Makes a publication of a value that a JSON reader has just checked, in valid UTF-8, without checking it again.</summary>
    internal static Publication FromCheckedJson(ReadOnlyMemory<byte> payload) => new(PayloadFormat.Json, payload);

    /// <summary>Makes a publication of stored bytes that were checked when they were published.</summary>
    internal static Publication FromChecked(PayloadFormat format, ReadOnlyMemory<byte> payload) => new(format, payload);

    private Publication With(string? key, string? eventName, string? except) =>
        new(Format, Payload, eventName is null && except is null ? key : new PublicationTags(key, eventName, except));

    private static string? JsonFaultOf(ReadOnlySpan<byte> json)
    {
        // The reader takes the bytes inside strings as they are, so UTF-8 is judged first.
        if (!Utf8.IsValid(json))
            return "the JSON is not valid UTF-8";

        var reader = new Utf8JsonReader(json, StrictJson);
        try
        {
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException e)
        {
            return $"not one JSON value nested at most {MaxJsonDepth} deep: wrong at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
        }
    }
}
