using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace WsActors.Protocol.Topics;

/// <summary>
/// What somebody published: bytes that are shared by every receiver and never changed. The payload is what its
/// format says, so whoever writes it to the wire need not look at it again.
/// </summary>
public sealed class Publication
{
    /// <summary>Arrays and objects of a JSON publication nest so deep at most.</summary>
    public const int MaxJsonDepth = 64;

    /// <summary>Characters of a <see cref="Key"/>, as many as an idempotency key has.</summary>
    public const int MaxKeyLength = 128;

    private static readonly JsonReaderOptions StrictJson = new() { MaxDepth = MaxJsonDepth };

    // The key alone, or a Label: few publications have more than a key, so that one field serves.
    private readonly object? _label;

    private Publication(PayloadFormat format, ReadOnlyMemory<byte> payload, object? label = null)
    {
        _label = label;
        Format = format;
        Payload = payload;
    }

    public PayloadFormat Format { get; }

    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>
    /// What it is about, 1 to <see cref="MaxKeyLength"/> characters: where a slow reader gets only the newest, then the newest
    /// of each key. Null: the topic as a whole.
    /// </summary>
    public string? Key => _label as string ?? (_label as Label)?.Key;

    /// <summary>
    /// The id of the connection that does not get it, neither live nor while it catches up; null for most. Others do, and so does whoever
    /// reads the history, the client of that connection included once it has returned on another.
    /// </summary>
    public string? Except => (_label as Label)?.Except;

    /// <summary>What is wrong with a key; null for a good one.</summary>
    public static string? FaultOfKey(string? key) => key is { Length: >= 1 and <= MaxKeyLength } && WellFormedText.Is(key)
        ? null
        : $"a key is one text of 1 to {MaxKeyLength} characters";

    /// <summary>The same about <paramref name="key"/>, which must be a good one or null.</summary>
    public Publication About(string? key) =>
        key is null ? this : new Publication(Format, Payload, Except is null ? key : new Label(key, Except));

    /// <summary>The same for all but one connection; <paramref name="connection"/> is its id, or null.</summary>
    public Publication Excluding(string? connection) =>
        connection is null ? this : new Publication(Format, Payload, new Label(Key, connection));

    /// <summary>Any bytes at all. They are kept, not copied: the caller gives them away.</summary>
    public static Publication FromBinary(ReadOnlyMemory<byte> payload) => new(PayloadFormat.Binary, payload);

    /// <summary>Accepts valid UTF-8, or says in <paramref name="fault"/> what is wrong. The bytes are kept, not copied.</summary>
    public static bool TryParseText(
        ReadOnlyMemory<byte> payload,
        [NotNullWhen(true)] out Publication? publication,
        [NotNullWhen(false)] out string? fault)
    {
        fault = Utf8.IsValid(payload.Span) ? null : "the text is not valid UTF-8";
        publication = fault is null ? new Publication(PayloadFormat.Text, payload) : null;
        return publication is not null;
    }

    /// <summary>Accepts one JSON value (RFC 8259), or says in <paramref name="fault"/> what is wrong. The bytes are kept, not copied.</summary>
    public static bool TryParseJson(
        ReadOnlyMemory<byte> payload,
        [NotNullWhen(true)] out Publication? publication,
        [NotNullWhen(false)] out string? fault)
    {
        fault = JsonFaultOf(payload.Span);
        publication = fault is null ? new Publication(PayloadFormat.Json, payload) : null;
        return publication is not null;
    }

    /// <summary>For a value that a JSON reader has just walked over, in valid UTF-8: it is not read a second time.</summary>
    internal static Publication FromCheckedJson(ReadOnlyMemory<byte> payload) => new(PayloadFormat.Json, payload);

    /// <summary>For bytes that were checked when they were published and have been kept since.</summary>
    internal static Publication FromChecked(PayloadFormat format, ReadOnlyMemory<byte> payload) => new(format, payload);

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

    private sealed record Label(string? Key, string Except);
}
