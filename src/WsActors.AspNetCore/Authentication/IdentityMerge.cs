using WsActors.AspNetCore.Webhooks;
using WsActors.Protocol.Access;

namespace WsActors.AspNetCore.Authentication;

/// <summary>Adds the application's values to an identity.</summary>
internal static class IdentityMerge
{
    /// <summary>Returns the identity with the values that the application has set.</summary>
    /// <param name="given">The application's values.</param>
    /// <param name="known">The identity of the client's token.</param>
    /// <exception cref="FormatException">A value is not valid; then none of them applies.</exception>
    public static Identity Of(ClientIdentity given, Identity known) => known with
    {
        User = given.User is { } user ? IdentityValues.User(user) : known.User,
        MaySubscribe = given.Subscribe is { } subscribe ? IdentityValues.List(subscribe, IdentityValues.Pattern) : known.MaySubscribe,
        MayPublish = given.Publish is { } publish ? IdentityValues.List(publish, IdentityValues.Pattern) : known.MayPublish,
        Topics = given.Topics is { } topics ? IdentityValues.List(topics, IdentityValues.Topic) : known.Topics,
        Info = given.Info is { } info ? IdentityValues.Info(info) : known.Info,
        ExpiresAt = given.ExpiresAt ?? known.ExpiresAt,
    };
}
