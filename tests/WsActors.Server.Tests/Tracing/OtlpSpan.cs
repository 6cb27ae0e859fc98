using Google.Protobuf;

namespace WsActors.Server.Tests.Tracing;

/// <summary>A span as an OpenTelemetry collector receives it.</summary>
internal sealed record OtlpSpan(string Service, string TraceId, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Attributes)
{
    // The numbers of the fields are those of opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest and of the messages in it.
    private const int List = 1;
    private const int Scopes = 2;
    private const int Spans = 2;

    /// <summary>The spans of an export request.</summary>
    public static IEnumerable<OtlpSpan> ReadAll(ByteString request) =>
        from resource in Fields(request).Where(field => field.Number == List)
        let service = AttributesIn(Fields(resource.Bytes).First(field => field.Number == 1).Bytes, number: 1).GetValueOrDefault("service.name", "")
        from scope in Fields(resource.Bytes).Where(field => field.Number == Scopes)
        from span in Fields(scope.Bytes).Where(field => field.Number == Spans)
        select Read(service, span.Bytes);

    private static OtlpSpan Read(string service, ByteString span)
    {
        var fields = Fields(span).ToLookup(field => field.Number, field => field.Bytes);
        string Hex(int number) => Convert.ToHexStringLower(fields[number].FirstOrDefault(ByteString.Empty).Span);
        return new OtlpSpan(service, Hex(1), Hex(2), Hex(4), fields[5].First().ToStringUtf8(), OfField(fields[9]));
    }

    private static Dictionary<string, string> AttributesIn(ByteString message, int number) =>
        OfField(Fields(message).Where(field => field.Number == number).Select(field => field.Bytes));

    private static Dictionary<string, string> OfField(IEnumerable<ByteString> pairs) => pairs
        .Select(pair => Fields(pair).ToDictionary(field => field.Number))
        .ToDictionary(pair => pair[1].Bytes.ToStringUtf8(), pair => ValueOf(pair[2].Bytes));

    // A text, or a whole number.
    private static string ValueOf(ByteString value)
    {
        var field = Fields(value).First();
        return field.Number == 1 ? field.Bytes.ToStringUtf8() : $"{field.Value}";
    }

    private static IEnumerable<(int Number, ByteString Bytes, ulong Value)> Fields(ByteString message)
    {
        var input = message.CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            var number = WireFormat.GetTagFieldNumber(tag);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.LengthDelimited: yield return (number, input.ReadBytes(), 0); break;
                case WireFormat.WireType.Varint: yield return (number, ByteString.Empty, input.ReadUInt64()); break;
                default: input.SkipLastField(); break;
            }
        }
    }
}
