using WsActors.Actors.Backend;
using WsActors.Actors.Model;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Connections.Subscribing;

/// <summary>Makes an error of an application's answer that is no permission.</summary>
internal static class Denials
{
    /// <param name="result">The application's answer.</param>
    /// <param name="topic">The topic that it was asked about.</param>
    /// <param name="forbidden">The code of a refusal, one of <see cref="ErrorCode"/>.</param>
    public static (string Code, string Message) Of(AuthorizationResult result, TopicName topic, string forbidden) =>
        result is AuthorizationResult.Refused refused
            ? (forbidden, Refusals.ByApplication(topic, refused.Reason))
            : (ErrorCode.TryAgainLater, Refusals.Undecided(topic));
}
