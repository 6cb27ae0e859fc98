using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WsActors.Server.Admin;

/// <summary>Adds the general description and the security schemes to the OpenAPI document.</summary>
internal static class ApiDescription
{
    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "WsActors admin API";
        document.Info.Version = typeof(ApiDescription).Assembly.GetName().Version!.ToString(3);
        document.Info.Description =
            "Publishes messages, reads topics and their history, and lists and controls connections. Errors are application/problem+json with a stable \"code\".";
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
            ["apiKey"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-API-Key" },
        };
        document.Security = [Either(document, "bearer"), Either(document, "apiKey"), new OpenApiSecurityRequirement()];
        return Task.CompletedTask;
    });

    private static OpenApiSecurityRequirement Either(OpenApiDocument document, string scheme) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
