using System.Diagnostics.CodeAnalysis;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Admin;

/// <summary>Reads the topic of a request.</summary>
internal static class TopicPath
{
    /// <summary>Parses the name, or returns a problem if it is not valid.</summary>
    public static bool TryRead(
        string value, [NotNullWhen(true)] out TopicName? topic, [NotNullWhen(false)] out IResult? problem)
    {
        problem = TopicName.TryParse(value, out topic, out var fault) ? null : Problems.BadRequest(ErrorCode.InvalidTopic, fault);
        return problem is null;
    }
}
