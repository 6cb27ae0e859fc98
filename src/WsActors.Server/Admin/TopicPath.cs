using System.Diagnostics.CodeAnalysis;
using WsActors.Protocol.Push;

namespace WsActors.Server.Admin;

/// <summary>The topic in a request's path.</summary>
internal static class TopicPath
{
    /// <summary>Reads a route value, in which the framework has left "%2F" as it was; otherwise gives the problem.</summary>
    public static bool TryRead(
        string value, [NotNullWhen(true)] out TopicName? topic, [NotNullWhen(false)] out IResult? problem)
    {
        var name = value.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        problem = TopicName.TryParse(name, out topic, out var fault) ? null : Problems.BadRequest(ErrorCode.InvalidTopic, fault);
        return problem is null;
    }
}
