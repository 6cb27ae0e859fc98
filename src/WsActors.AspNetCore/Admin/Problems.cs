using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Admin;

/// <summary>Errors as <c>application/problem+json</c> (RFC 9457), each with a stable code.</summary>
internal static class Problems
{
    public const string Unauthorized = "unauthorized";
    public const string HostNotAllowed = "host_not_allowed";
    public const string ForeignPage = "foreign_page";
    public const string BodyTooLarge = "body_too_large";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string MalformedJson = "malformed_json";
    public const string MalformedText = "malformed_text";
    public const string MalformedRequest = "malformed_request";
    public const string InvalidLimit = "invalid_limit";
    public const string InvalidCursor = "invalid_cursor";
    public const string InvalidSince = "invalid_since";
    public const string InvalidIdempotencyKey = "invalid_idempotency_key";
    public const string InvalidDeliveryKey = "invalid_delivery_key";
    public const string InvalidExcept = "invalid_except";
    public const string InvalidClose = "invalid_close";
    public const string InvalidTop = "invalid_top";
    public const string InvalidTap = "invalid_tap";
    public const string TooManyTaps = "too_many_taps";
    public const string TapsOff = "taps_off";
    public const string OtherNode = "other_node";
    public const string InvalidRate = "invalid_rate";
    public const string InvalidShare = "invalid_share";
    public const string InvalidFault = "invalid_fault";
    public const string FaultInjectionOff = "fault_injection_off";
    public const string TooManyFaults = "too_many_faults";
    public const string UnknownFault = "unknown_fault";
    public const string DrainUnderWay = "drain_under_way";
    public const string DrainFinished = "drain_finished";
    public const string NothingToAbort = "nothing_to_abort";
    public const string Stopping = "stopping";
    public const string UnknownUser = "unknown_user";
    public const string BatchTooLarge = ErrorCode.BatchTooLarge;
    public const string Timeout = "timeout";
    public const string Internal = ErrorCode.InternalError;

    public static IResult Of(int status, string code, string detail) => Results.Problem(
        detail,
        statusCode: status,
        title: ReasonPhrases.GetReasonPhrase(status),
        extensions: new Dictionary<string, object?> { ["code"] = code });

    public static IResult BadRequest(string code, string detail) => Of(StatusCodes.Status400BadRequest, code, detail);

    public static IResult UnknownTopic(TopicName topic) => OfRefusal(
        ErrorCode.UnknownTopic, $"there is no topic {topic} on this node: it has no subscribers and no messages");

    /// <summary>Returns the problem for the refusal of an actor, whose code decides the status.</summary>
    public static IResult OfRefusal(string code, string detail) => code == ErrorCode.TryAgainLater
        ? new LaterProblem(Of(StatusOf(code), code, detail))
        : Of(StatusOf(code), code, detail);

    /// <summary>Returns the problem for a response of the framework that has only a status.</summary>
    public static IResult OfStatus(int status) => Of(status, CodeOf(status), status switch
    {
        StatusCodes.Status413PayloadTooLarge => "the body is larger than WsActors:Admin:MaxBodyBytes",
        StatusCodes.Status404NotFound => "this path does not exist; the API is described at /openapi/v1.json",
        StatusCodes.Status405MethodNotAllowed => "this path does not support the method; the API is described at /openapi/v1.json",
        _ => ReasonPhrases.GetReasonPhrase(status),
    });

    private static int StatusOf(string code) => code switch
    {
        ErrorCode.UnknownTopic or ErrorCode.UnknownConnection or ErrorCode.NoPresence or ErrorCode.NotSubscribed or UnknownUser
            => StatusCodes.Status404NotFound,
        ErrorCode.PublishForbidden or ErrorCode.SubscribeForbidden => StatusCodes.Status403Forbidden,
        ErrorCode.AlreadySubscribed or ErrorCode.TooManySubscriptions or ErrorCode.Cancelled or ErrorCode.NoFrames => StatusCodes.Status409Conflict,
        ErrorCode.IdempotencyKeyReused => StatusCodes.Status422UnprocessableEntity,
        ErrorCode.TooManyTopics => StatusCodes.Status503ServiceUnavailable,
        ErrorCode.StorageFull => StatusCodes.Status507InsufficientStorage,
        ErrorCode.InternalError => StatusCodes.Status500InternalServerError,
        ErrorCode.StorageUnavailable or ErrorCode.TryAgainLater => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };

    private static string CodeOf(int status)
    {
        if (status == StatusCodes.Status413PayloadTooLarge)
            return BodyTooLarge;

        var phrase = ReasonPhrases.GetReasonPhrase(status);
        return phrase.Length == 0
            ? status.ToString(CultureInfo.InvariantCulture)
            : phrase.Replace(' ', '_').ToLowerInvariant();
    }
}
