using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Admin;

/// <summary>
/// Describes the bodies and headers of the publishing calls, which read the request themselves, so that a client that is generated
/// from the OpenAPI document can publish.
/// </summary>
internal static class PublishingDescription
{
    public static Task OfMessage(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        operation.RequestBody = Body("The message. Its media type decides whether it is published as JSON, text or binary.", new Dictionary<string, OpenApiMediaType>
        {
            ["application/json"] = new() { Schema = new OpenApiSchema() },
            ["text/plain"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
            ["application/octet-stream"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
        });
        operation.Parameters ??= [];
        operation.Parameters.Add(Header(
            IdempotencyKey.HeaderName, "A repeated request with the same key publishes nothing.", IdempotencyKeys.MaxKeyLength));
        operation.Parameters.Add(Header(
            DeliveryKey.HeaderName, "The subject of the message. A slow subscriber may receive only the newest message per key.", Publication.MaxKeyLength));
        operation.Parameters.Add(Header(
            ExceptedConnection.HeaderName, "The id of a connection that does not receive the message.", maxLength: 16));
        return Task.CompletedTask;
    }

    public static async Task OfBatch(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        // With a name, because generators name their types by it.
        var document = context.Document ?? throw new InvalidOperationException("An operation is described without a document.");
        document.AddComponent(nameof(BatchMessage), await MessageAsync(context, cancellation));
        document.AddComponent(nameof(BatchRequest), new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "Many messages for many topics.",
            Required = new HashSet<string> { "messages" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["messages"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference(nameof(BatchMessage), document) },
            },
        });
        operation.RequestBody = Body("The messages.", new Dictionary<string, OpenApiMediaType>
        {
            ["application/json"] = new() { Schema = new OpenApiSchemaReference(nameof(BatchRequest), document) },
        });
    }

    private static async Task<OpenApiSchema> MessageAsync(OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var schema = await context.GetOrCreateSchemaAsync(typeof(BatchMessage), parameterDescription: null, cancellation);
        if (schema.Properties?["topics"] is OpenApiSchema topics)
            topics.Type = JsonSchemaType.Array;
        return schema;
    }

    private static OpenApiRequestBody Body(string description, Dictionary<string, OpenApiMediaType> content) =>
        new() { Required = true, Description = description, Content = content };

    private static OpenApiParameter Header(string name, string description, int maxLength) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = maxLength },
    };
}
