using WsActors.Protocol.Replication.Wire;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Buckets.Wire;

/// <summary>Encodes publications for the way between nodes: format (1 byte), key, event, excluded connection (optional texts), payload.</summary>
public static class PublicationWire
{
    public static void Write(WireWriter writer, Publication publication)
    {
        writer.Byte((byte)publication.Format);
        writer.OptionalText(publication.Key);
        writer.OptionalText(publication.Event);
        writer.OptionalText(publication.Except);
        writer.Bytes(publication.Payload.Span);
    }

    /// <summary>Reads a publication. Its payload was checked by the node that accepted it; the bytes are kept, not copied.</summary>
    public static Publication Read(WireReader reader)
    {
        var format = (PayloadFormat)reader.Byte();
        if (!Enum.IsDefined(format))
            reader.Fail($"the format of a publication is {(byte)format}, which this program does not know");
        var (key, eventName, except) = (reader.OptionalText(), reader.OptionalText(), reader.OptionalText());
        return Publication.FromChecked(format, reader.Bytes()).About(key).Named(eventName).Excluding(except);
    }
}
