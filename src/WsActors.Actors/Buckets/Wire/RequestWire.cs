using WsActors.Actors.Buckets.Messages;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Buckets.Wire;
using WsActors.Protocol.Replication.Wire;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Buckets.Wire;

/// <summary>Encodes requests to a bucket's home: number, kind (1 byte), topic, then the fields of the kind. Request ids of publishers stay with their node.</summary>
internal static class RequestWire
{
    private const byte PublishKind = 1;
    private const byte GetHistoryKind = 2;
    private const byte ClearHistoryKind = 3;
    private const byte GetMembersKind = 4;
    private const byte GetSnapshotKind = 5;

    public static void Write(WireWriter writer, BucketBody.Requests requests)
    {
        writer.Number(requests.AnsweredBelow);
        writer.List(requests.List, request =>
        {
            writer.Number(request.Number);
            writer.Byte(KindOf(request.Request));
            writer.Text(request.Request.Topic.Value);
            WriteFields(writer, request.Request);
        });
        TraceWire.Write(writer, requests.List, request => (request.Request as TopicRequest.Publish)?.Traceparent);
    }

    public static BucketBody.Requests Read(WireReader reader) => new(reader.Number(), TraceWire.Read(reader, reader.List(() => ReadRequest(reader)), Traced));

    private static NumberedRequest Traced(NumberedRequest request, string traceparent) =>
        request.Request is TopicRequest.Publish publish ? request with { Request = publish with { Traceparent = traceparent } } : request;

    private static NumberedRequest ReadRequest(WireReader reader)
    {
        var (number, kind, topic) = (reader.Number(), reader.Byte(), TopicWire.ReadTopic(reader));
        return new NumberedRequest(number, ReadFields(reader, kind, topic));
    }

    private static byte KindOf(TopicRequest request) => request switch
    {
        TopicRequest.Publish => PublishKind,
        TopicRequest.GetHistory => GetHistoryKind,
        TopicRequest.ClearHistory => ClearHistoryKind,
        TopicRequest.GetMembers => GetMembersKind,
        TopicRequest.GetSnapshot => GetSnapshotKind,
        _ => throw new ArgumentOutOfRangeException(nameof(request), request.GetType().Name, "does not go to another node"),
    };

    private static void WriteFields(WireWriter writer, TopicRequest request)
    {
        switch (request)
        {
            case TopicRequest.Publish publish: Write(writer, publish); break;
            case TopicRequest.GetHistory query: Write(writer, query); break;
            case TopicRequest.GetMembers query: writer.Number(query.After); writer.Number(query.Limit); writer.Number(query.MaxBytes); break;
        }
    }

    private static TopicRequest ReadFields(WireReader reader, byte kind, TopicName topic)
    {
        switch (kind)
        {
            case PublishKind: return ReadPublish(reader, topic);
            case GetHistoryKind: return new TopicRequest.GetHistory(topic, ReadSince(reader), reader.Count(), reader.Count());
            case ClearHistoryKind: return new TopicRequest.ClearHistory(topic);
            case GetMembersKind: return new TopicRequest.GetMembers(topic, reader.Number(), reader.Count(), reader.Count());
            case GetSnapshotKind: break;
            default: reader.Fail($"a request is of kind {kind}, which this program does not know"); break;
        }

        return new TopicRequest.GetSnapshot(topic);
    }

    private static void Write(WireWriter writer, TopicRequest.Publish publish)
    {
        writer.Byte((byte)publish.Source);
        writer.OptionalText(publish.IdempotencyKey);
        PublicationWire.Write(writer, publish.Publication);
    }

    private static TopicRequest.Publish ReadPublish(WireReader reader, TopicName topic)
    {
        var (source, key) = ((PublicationSource)reader.Byte(), reader.OptionalText());
        return new TopicRequest.Publish(topic, PublicationWire.Read(reader), source) { IdempotencyKey = key };
    }

    private static void Write(WireWriter writer, TopicRequest.GetHistory query)
    {
        writer.Flag(query.Since is not null);
        if (query.Since is { } since)
        {
            writer.OptionalText(since.Epoch);
            writer.Number(since.Offset);
        }

        writer.Number(query.Limit);
        writer.Number(query.MaxBytes);
    }

    private static SinceRequest? ReadSince(WireReader reader)
    {
        if (!reader.Flag())
            return null;

        var (epoch, offset) = (reader.OptionalText(), reader.Number());
        if (!SinceRequest.TryCreate(epoch, offset, out var since, out var fault))
            reader.Fail(fault);
        return since;
    }
}
