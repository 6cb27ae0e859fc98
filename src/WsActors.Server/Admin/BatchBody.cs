using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;
using WsActors.Server.Options;

namespace WsActors.Server.Admin;

/// <summary>Reads the messages of a batch. What is wrong with one message is left to be judged with it, so that it refuses no other.</summary>
internal static class BatchBody
{
    // Data may nest as deep as the body has bytes here: Publication judges each message by itself.
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
            problem = Problems.BadRequest(
                Problems.MalformedJson,
                $"the body is not the JSON of a batch: wrong at {e.Path}, line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}; it is described at /openapi/v1.json");
            return null;
        }
    }

    private static IResult? ProblemOf(IReadOnlyList<BatchMessage?>? messages, AdminOptions limits)
    {
        if (messages is not { Count: > 0 })
            return Problems.BadRequest(Problems.MalformedRequest, "\"messages\" must be a list of one message or more");
        if (messages.Count > limits.MaxBatchMessages)
            return Problems.BadRequest(
                Problems.BatchTooLarge,
                $"the batch holds {messages.Count} messages: at most {limits.MaxBatchMessages} are allowed, see WsActors:Admin:MaxBatchMessages");

        var publications = PublicationsOf(messages);
        return publications <= limits.MaxBatchPublications
            ? null
            : Problems.BadRequest(
                Problems.BatchTooLarge,
                $"the batch holds {publications} publications, one for each topic of each message: at most {limits.MaxBatchPublications} are allowed, see WsActors:Admin:MaxBatchPublications");
    }

    /// <summary>Each topic of each message is a publication.</summary>
    public static int PublicationsOf(IReadOnlyList<BatchMessage?> messages) => messages.Sum(message => message?.Topics?.Count ?? 0);

    /// <summary>
    /// Reads strings that hold half of a surrogate pair, which JSON allows (RFC 8259 §8.2) and the framework refuses together with
    /// the whole body. Such a string becomes half a pair itself, which is neither a topic's name nor a key.
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
