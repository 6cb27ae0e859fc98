using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace WsActors.Protocol.Topics;

/// <summary>A message as it is kept beyond the life of the process, with what a log needs to go on from it.</summary>
/// <param name="Offset">Its number.</param>
/// <param name="At">The time at which it was appended, to the millisecond.</param>
/// <param name="Publication">The publication.</param>
/// <param name="IdempotencyKey">The key it was published under, so that a repetition is recognised after a crash too.</param>
/// <remarks>
/// The record, in little-endian order: version (1), format (1), lengths of the idempotency key (2), of the publication's key (2)
/// and of the payload (4), offset (8), Unix milliseconds (8), both keys in UTF-8, payload, CRC-32C of all before it (4).
/// If the publication bears the name of an event, the version is 2: the name's length (2) stands behind the milliseconds, and the name
/// behind the keys. Another layout gets another version; these stay readable.
/// </remarks>
public readonly record struct StoredMessage(long Offset, DateTimeOffset At, Publication Publication, string? IdempotencyKey = null)
{
    private const byte Version = 1;
    private const byte VersionWithEvent = 2;
    private const int FormatAt = 1;
    private const int KeyLengthAt = 2;
    private const int AboutLengthAt = 4;
    private const int PayloadLengthAt = 6;
    private const int OffsetAt = 10;
    private const int TimeAt = 18;
    private const int EventLengthAt = 26;
    private const int EventLengthBytes = 2;
    private const int HeaderLength = 26;
    private const int ChecksumLength = 4;

    /// <summary>Bytes of the record.</summary>
    public int Length =>
        TextsAt(Publication.Event is not null) + LengthOf(IdempotencyKey) + LengthOf(Publication.Key) + LengthOf(Publication.Event)
        + Publication.Payload.Length + ChecksumLength;

    /// <summary>Writes the record; <paramref name="record"/> is as long as it.</summary>
    public void Write(Span<byte> record)
    {
        var (keyLength, aboutLength, eventLength) = (LengthOf(IdempotencyKey), LengthOf(Publication.Key), LengthOf(Publication.Event));
        var hasEvent = Publication.Event is not null;
        var payload = Publication.Payload.Span;
        record[0] = hasEvent ? VersionWithEvent : Version;
        record[FormatAt] = (byte)Publication.Format;
        BinaryPrimitives.WriteUInt16LittleEndian(record[KeyLengthAt..], checked((ushort)keyLength));
        BinaryPrimitives.WriteUInt16LittleEndian(record[AboutLengthAt..], checked((ushort)aboutLength));
        BinaryPrimitives.WriteInt32LittleEndian(record[PayloadLengthAt..], payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(record[OffsetAt..], Offset);
        BinaryPrimitives.WriteInt64LittleEndian(record[TimeAt..], At.ToUnixTimeMilliseconds());
        if (hasEvent)
            BinaryPrimitives.WriteUInt16LittleEndian(record[EventLengthAt..], checked((ushort)eventLength));
        var rest = record[TextsAt(hasEvent)..];
        Encoding.UTF8.GetBytes(IdempotencyKey ?? string.Empty, rest);
        Encoding.UTF8.GetBytes(Publication.Key ?? string.Empty, rest[keyLength..]);
        Encoding.UTF8.GetBytes(Publication.Event ?? string.Empty, rest[(keyLength + aboutLength)..]);
        payload.CopyTo(rest[(keyLength + aboutLength + eventLength)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(record[^ChecksumLength..], Crc32C.Of(record[..^ChecksumLength]));
    }

    /// <summary>Reads the record that the bytes begin with, or returns its fault. The bytes are kept, not copied.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> bytes, out StoredMessage message, [NotNullWhen(false)] out string? fault)
    {
        message = default;
        fault = FaultOf(bytes.Span, out var length);
        if (fault is not null)
            return false;

        var record = bytes.Span;
        var keyLength = BinaryPrimitives.ReadUInt16LittleEndian(record[KeyLengthAt..]);
        var aboutLength = BinaryPrimitives.ReadUInt16LittleEndian(record[AboutLengthAt..]);
        var (textsAt, eventLength) = (TextsAt(HasEvent(record)), EventLengthOf(record));
        var payload = bytes[(textsAt + keyLength + aboutLength + eventLength)..(length - ChecksumLength)];
        message = new StoredMessage(
            BinaryPrimitives.ReadInt64LittleEndian(record[OffsetAt..]),
            DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(record[TimeAt..])),
            Publication.FromChecked((PayloadFormat)record[FormatAt], payload)
                .About(TextOf(record.Slice(textsAt + keyLength, aboutLength)))
                .Named(HasEvent(record) ? Encoding.UTF8.GetString(record.Slice(textsAt + keyLength + aboutLength, eventLength)) : null),
            TextOf(record.Slice(textsAt, keyLength)));
        return true;
    }

    private static bool HasEvent(ReadOnlySpan<byte> record) => record[0] == VersionWithEvent;

    private static int TextsAt(bool hasEvent) => HeaderLength + (hasEvent ? EventLengthBytes : 0);

    private static int EventLengthOf(ReadOnlySpan<byte> record) =>
        HasEvent(record) ? BinaryPrimitives.ReadUInt16LittleEndian(record[EventLengthAt..]) : 0;

    private static int LengthOf(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    private static string? TextOf(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : Encoding.UTF8.GetString(utf8);

    // What was written is valid, so a record whose checksum fits needs no second judgement.
    private static string? FaultOf(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (bytes.Length < HeaderLength + ChecksumLength)
            return $"it ends after {bytes.Length} bytes";
        if (bytes[0] is not (Version or VersionWithEvent))
            return $"it is of version {bytes[0]}, and this program reads versions {Version} and {VersionWithEvent}";

        var claimed = TextsAt(HasEvent(bytes)) + EventLengthOf(bytes) + (long)BinaryPrimitives.ReadUInt16LittleEndian(bytes[KeyLengthAt..])
            + BinaryPrimitives.ReadUInt16LittleEndian(bytes[AboutLengthAt..])
            + BinaryPrimitives.ReadUInt32LittleEndian(bytes[PayloadLengthAt..]) + ChecksumLength;
        if (claimed > bytes.Length)
            return $"it ends after {bytes.Length} of {claimed} bytes";

        length = (int)claimed;
        var record = bytes[..length];
        return BinaryPrimitives.ReadUInt32LittleEndian(record[^ChecksumLength..]) == Crc32C.Of(record[..^ChecksumLength])
            ? null
            : "its checksum does not fit its bytes";
    }
}
