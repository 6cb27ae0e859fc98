using System.Diagnostics.CodeAnalysis;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Server.Admin;

/// <summary>The topic that a request names.</summary>
internal static class TopicPath
{
    /// <summary>Accepts a legal name; otherwise gives the problem.</summary>
    public static bool TryRead(
        string value, [NotNullWhen(true)] out TopicName? topic, [NotNullWhen(false)] out IResult? problem)
    {
        problem = TopicName.TryParse(value, out topic, out var fault) ? null : Problems.BadRequest(ErrorCode.InvalidTopic, fault);
        return problem is null;
    }
}
