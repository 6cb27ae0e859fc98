using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Admin;

/// <summary>Reads the messages of a batch. Faults of a single message are found later, so that they do not affect the others.</summary>
internal static class BatchBody
{
    // The depth is not limited here, because Publication checks each message.
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = int.MaxValue,
        Converters = { new AnyString() },
    };

    public static bool TryParse(
        StringValues contentType,
        byte[] body,
        AdminOptions limits,
        [NotNullWhen(true)] out IReadOnlyList<BatchMessage?>? messages,
        [NotNullWhen(false)] out IResult? problem)
    {
        messages = null;
        if (!BodyType.TryRead(contentType, out var type, out problem))
            return false;

        if (!type.IsJson)
            problem = Problems.Of(
                StatusCodes.Status415UnsupportedMediaType, Problems.UnsupportedMediaType, "send the batch with Content-Type: application/json");
        else if (body.Length == 0)
            problem = Problems.BadRequest(
                Problems.MalformedRequest, "the body is missing: send {\"messages\": [{\"topics\": [\"a\"], \"data\": 1}]}");
        else
            messages = Read(body, limits, out problem);

        return messages is not null;
    }

    private static IReadOnlyList<BatchMessage?>? Read(byte[] body, AdminOptions limits, out IResult? problem)
    {
        try
        {
            var batch = JsonSerializer.Deserialize<BatchRequest>(RequestBody.WithoutByteOrderMark(body).Span, Reading);
            problem = ProblemOf(batch?.Messages, limits);
            return problem is null ? batch!.Messages : null;
        }
        catch (JsonException e)
        {
            problem = RequestBody.Malformed(e, "a valid batch");
            return null;
        }
    }

    private static IResult? ProblemOf(IReadOnlyList<BatchMessage?>? messages, AdminOptions limits)
    {
        if (messages is not { Count: > 0 })
            return Problems.BadRequest(Problems.MalformedRequest, "\"messages\" must be a list of at least one message");

        return FaultOfSize(messages, limits) is { } fault ? Problems.BadRequest(Problems.BatchTooLarge, fault) : null;
    }

    /// <summary>Returns the limit that a batch exceeds; null if it exceeds none.</summary>
    public static string? FaultOfSize(IReadOnlyList<BatchMessage?> messages, AdminOptions limits)
    {
        if (messages.Count > limits.MaxBatchMessages)
            return $"the batch holds {messages.Count} messages: at most {limits.MaxBatchMessages} are allowed, see WsActors:Admin:MaxBatchMessages";

        var publications = PublicationsOf(messages);
        return publications <= limits.MaxBatchPublications
            ? null
            : $"the batch holds {publications} publications, one per topic of each message: at most {limits.MaxBatchPublications} are allowed, see WsActors:Admin:MaxBatchPublications";
    }

    /// <summary>Counts the publications of a batch: one per topic of each message.</summary>
    public static int PublicationsOf(IReadOnlyList<BatchMessage?> messages) => messages.Sum(message => message?.Topics?.Count ?? 0);

    /// <summary>
    /// Reads strings with an unpaired surrogate, which JSON allows (RFC 8259 §8.2) but for which the framework refuses the whole body.
    /// Such a string is read as a single surrogate, which is neither a valid topic nor a valid key.
    /// </summary>
    private sealed class AnyString : JsonConverter<string>
    {
        private const string HalfPair = "\ud83d";

        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType is not JsonTokenType.String)
                throw new JsonException();

            try
            {
                return reader.GetString();
            }
            catch (InvalidOperationException)
            {
                return HalfPair;
            }
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
