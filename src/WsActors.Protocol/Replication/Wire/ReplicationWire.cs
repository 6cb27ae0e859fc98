using System.Diagnostics.CodeAnalysis;
using static WsActors.Protocol.Replication.ReplicationMessage;

namespace WsActors.Protocol.Replication.Wire;

/// <summary>
/// Encodes the messages of replication for the way between nodes: version (1 byte), <see cref="ReplicationKind"/> (1 byte), the claim, then the message's fields
/// in their order. A reader ignores what follows the fields that it knows, so a later program may append fields without another version.
/// </summary>
public static class ReplicationWire
{
    /// <summary>The version that this program writes, and the only one that it reads.</summary>
    public const byte Version = 1;

    /// <summary>Encodes a message.</summary>
    public static byte[] Write(ReplicationMessage message)
    {
        var writer = new WireWriter(64);
        writer.Byte(Version);
        writer.Byte((byte)KindOf(message));
        writer.Ballot(message.Ballot);
        WriteFields(writer, message);
        return writer.ToArray();
    }

    /// <summary>Decodes a message, or returns its fault. The bytes are kept, not copied.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out ReplicationMessage? message, [NotNullWhen(false)] out string? fault)
    {
        var reader = new WireReader(bytes);
        reader.Version(Version);
        var read = ReadFields(reader, (ReplicationKind)reader.Byte(), reader.Ballot());
        fault = reader.Fault;
        message = fault is null ? read : null;
        return fault is null;
    }

    private static ReplicationKind KindOf(ReplicationMessage message) => message switch
    {
        Prepare => ReplicationKind.Prepare,
        Begin => ReplicationKind.Begin,
        Adopt => ReplicationKind.Adopt,
        Continue => ReplicationKind.Continue,
        Append => ReplicationKind.Append,
        Fetch => ReplicationKind.Fetch,
        FetchedEntries => ReplicationKind.FetchedEntries,
        FetchedState => ReplicationKind.FetchedState,
        Prepared => ReplicationKind.Prepared,
        Adopted => ReplicationKind.Adopted,
        Appended => ReplicationKind.Appended,
        Refused => ReplicationKind.Refused,
        _ => throw new ArgumentOutOfRangeException(nameof(message), message.GetType().Name, "has no kind"),
    };

    private static void WriteFields(WireWriter writer, ReplicationMessage message)
    {
        switch (message)
        {
            case Begin begin: writer.Text(begin.Epoch); writer.Number(begin.LostTerm); break;
            case Adopt adopt: writer.Replica(adopt.Source); Write(writer, adopt.Log); break;
            case Continue next: writer.Ballot(next.From); break;
            case Append append: Write(writer, append); break;
            case Fetch fetch: Write(writer, fetch); break;
            case FetchedEntries piece: writer.Number(piece.After); Write(writer, piece.Entries); writer.Number(piece.Last); break;
            case FetchedState piece: Write(writer, piece); break;
            case Prepared answer: writer.List(answer.Logs, log => Write(writer, log)); break;
            case Adopted answer: Write(writer, answer.Log); break;
            case Appended answer: writer.Number(answer.Last); writer.Flag(answer.IsConfirmed); break;
            case Refused answer: writer.Ballot(answer.Promised); break;
        }
    }

    // Arguments are evaluated from left to right (C# specification, 12.6.2.3), which is the order of the fields.
    private static ReplicationMessage? ReadFields(WireReader reader, ReplicationKind kind, Ballot ballot)
    {
        switch (kind)
        {
            case ReplicationKind.Prepare: return new Prepare(ballot);
            case ReplicationKind.Begin: return new Begin(ballot, reader.Text(), reader.Number());
            case ReplicationKind.Adopt: return new Adopt(ballot, reader.Replica(), ReadSummary(reader));
            case ReplicationKind.Continue: return new Continue(ballot, reader.Ballot());
            case ReplicationKind.Append: return new Append(ballot, reader.Number(), ReadEntries(reader), reader.Number(), reader.Flag());
            case ReplicationKind.Fetch: return new Fetch(ballot, reader.Ballot(), reader.OptionalText(), reader.Number(), reader.OptionalText());
            case ReplicationKind.FetchedEntries: return new FetchedEntries(ballot, reader.Number(), ReadEntries(reader), reader.Number());
            case ReplicationKind.FetchedState: return ReadState(reader, ballot);
            case ReplicationKind.Prepared: return new Prepared(ballot, reader.List(() => ReadSummary(reader)));
            case ReplicationKind.Adopted: return new Adopted(ballot, ReadSummary(reader));
            case ReplicationKind.Appended: return new Appended(ballot, reader.Number(), reader.Flag());
            case ReplicationKind.Refused: return new Refused(ballot, reader.Ballot());
            default:
                reader.Fail($"its kind is {(byte)kind}, which this program does not know");
                return null;
        }
    }

    private static void Write(WireWriter writer, Append append)
    {
        writer.Number(append.After);
        Write(writer, append.Entries);
        writer.Number(append.Committed);
        writer.Flag(append.IsConfirmed);
    }

    private static void Write(WireWriter writer, Fetch fetch)
    {
        writer.Ballot(fetch.Label);
        writer.OptionalText(fetch.Epoch);
        writer.Number(fetch.After);
        writer.OptionalText(fetch.Cursor);
    }

    private static void Write(WireWriter writer, FetchedState piece)
    {
        writer.Text(piece.Epoch);
        writer.OptionalText(piece.Cursor);
        writer.Bytes(piece.Page.Payload.Span);
        writer.OptionalText(piece.Page.Next);
        writer.Number(piece.Applied);
        writer.Number(piece.AppliedTerm);
    }

    private static FetchedState ReadState(WireReader reader, Ballot ballot) => new(
        ballot,
        reader.Text(),
        reader.OptionalText(),
        new StatePage(reader.Bytes(), reader.OptionalText()),
        reader.Number(),
        reader.Number());

    private static void Write(WireWriter writer, LogSummary log)
    {
        writer.List(log.Labels, writer.Ballot);
        writer.Text(log.Epoch);
        writer.Number(log.LastTerm);
        writer.Number(log.Last);
        writer.Ballot(log.Confirmed);
    }

    private static LogSummary ReadSummary(WireReader reader) => new(reader.List(reader.Ballot), reader.Text(), reader.Number(), reader.Number())
    {
        Confirmed = reader.Ballot(),
    };

    // The entries' numbers follow each other: only the first one is written.
    private static void Write(WireWriter writer, IReadOnlyList<LogEntry> entries)
    {
        writer.Number(entries.Count);
        if (entries.Count > 0)
            writer.Number(entries[0].Sequence);
        foreach (var entry in entries)
        {
            writer.Number(entry.Term);
            writer.Bytes(entry.Payload.Span);
        }
    }

    private static IReadOnlyList<LogEntry> ReadEntries(WireReader reader)
    {
        var first = -1L;
        var index = 0L;
        return reader.List(() =>
        {
            if (index == 0)
                first = reader.Number();
            return new LogEntry(first + index++, reader.Number(), reader.Bytes());
        });
    }
}
