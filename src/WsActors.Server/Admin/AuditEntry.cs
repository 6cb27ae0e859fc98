using System.Text.Json.Serialization;

namespace WsActors.Server.Admin;

/// <summary>An entry of the audit log as it is published to a topic. Fields without a value are left out.</summary>
internal sealed record AuditEntry
{
    public required DateTimeOffset At { get; init; }

    /// <summary>The name of the API key; null for a request without a valid one.</summary>
    public string? Key { get; init; }

    /// <summary>The address of the caller.</summary>
    public string? Client { get; init; }

    public required string Method { get; init; }

    /// <summary>The template of the path.</summary>
    public required string Path { get; init; }

    /// <summary>The topic, connection or user that is named in the path; "-" for none.</summary>
    public required string Target { get; init; }

    /// <summary>The status of the answer; null for a request without a valid key.</summary>
    public int? Status { get; init; }

    public long? Milliseconds { get; init; }

    /// <summary>The cause for which a request without a valid key was refused.</summary>
    public string? Refused { get; init; }

    /// <summary>Entries since the last one that are not published: refusals that were too many, or entries that the node could not publish.</summary>
    public long? Missing { get; init; }

    /// <summary>Describes a call, with the time now.</summary>
    public static AuditEntry Of(AuditedCall call, DateTimeOffset at) => new()
    {
        At = at,
        Client = call.Client?.ToString(),
        Method = call.Method,
        Path = call.Path,
        Target = call.Target,
    };
}

/// <summary>The generated serializer: no reflection at run time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditEntry))]
internal sealed partial class AuditEntryJson : JsonSerializerContext;
