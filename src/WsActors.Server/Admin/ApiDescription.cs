using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WsActors.AspNetCore.Admin;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Admin;

/// <summary>Adds the general description and the security schemes to the OpenAPI document.</summary>
internal static class ApiDescription
{
    public static void Configure(OpenApiOptions options)
    {
        // Any JSON: as a type of its own, generators would make a class without fields of it.
        options.CreateSchemaReferenceId = type => type.Type == typeof(RawJson) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        options.AddDocumentTransformer((document, _, _) => DescribeAsync(document));
    }

    private static Task DescribeAsync(OpenApiDocument document)
    {
        document.Info.Title = "WsActors admin API";
        document.Info.Version = ProductVersion.Current;
        document.Info.Description =
            "Publishes messages, reads topics and their history, and lists and controls connections. Errors are application/problem+json with a stable \"code\".";
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
            ["apiKey"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-API-Key" },
        };
        document.Security = [Either(document, "bearer"), Either(document, "apiKey"), new OpenApiSecurityRequirement()];
        AddCode(document);
        return Task.CompletedTask;
    }

    // The framework's type does not know the extension by which a program tells errors apart.
    private static void AddCode(OpenApiDocument document)
    {
        if (document.Components?.Schemas?.TryGetValue("ProblemDetails", out var problem) == true && problem is OpenApiSchema schema)
        {
            schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
            schema.Properties["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The stable code of the error." };
        }
    }

    private static OpenApiSecurityRequirement Either(OpenApiDocument document, string scheme) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
