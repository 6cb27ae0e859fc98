using WsActors.Actors.Settings;

namespace WsActors.AspNetCore.Options;

/// <summary>Checks the webhook settings against each other, the topic rules and the handshake timeout.</summary>
internal static class WebhookChecks
{
    private const string Section = "WsActors:Webhooks";

    /// <param name="webhooks">The settings.</param>
    /// <param name="server">The settings of the listener whose decisions the webhooks make.</param>
    /// <param name="authenticates">True if the application authenticates clients by code of its own, within the limits for decisions.</param>
    public static void Apply(WebhookOptions webhooks, ServerSettings server, bool authenticates)
    {
        foreach (var (key, url) in webhooks.Urls)
            CheckUrl($"{Section}:{key}", url);

        for (var i = 0; i < webhooks.Secrets.Count; i++)
        {
            // The secret itself is never shown.
            if (!WebhookSecret.TryParse(webhooks.Secrets[i], out _))
                throw new InvalidConfigurationException(
                    $"{Section}:Secrets:{i}", "…", "whsec_ and base64 of 24 to 64 bytes is needed, as from: echo whsec_$(openssl rand -base64 32)");
        }

        if (webhooks.IsOn && webhooks.Secrets.Count == 0)
            throw new InvalidConfigurationException($"{Section}:Secrets", null, "webhook requests are signed, so at least one secret is needed");
        if ((webhooks.IsOn || authenticates) && webhooks.DecisionTimeout >= server.Push.HandshakeTimeout)
            throw new InvalidConfigurationException(
                $"{Section}:DecisionTimeout", webhooks.DecisionTimeout, $"it must be shorter than WsActors:Push:HandshakeTimeout, {server.Push.HandshakeTimeout}");

        if (webhooks.Connect && authenticates)
            throw new InvalidConfigurationException(
                $"{Section}:Connect", true, "the application authenticates clients by code of its own, so remove this setting or that code");

        Needs(webhooks, $"{Section}:Connect", webhooks.Connect, webhooks.ConnectUrl, nameof(WebhookOptions.ConnectUrl));
        Needs(webhooks, $"{Section}:ConnectionEvents", webhooks.ConnectionEvents, webhooks.EventUrl, nameof(WebhookOptions.EventUrl));
        for (var i = 0; i < server.Topics.Rules.Count; i++)
            CheckRule(webhooks, $"WsActors:Topics:Rules:{i}", server.Topics.Rules[i]);
    }

    private static void CheckUrl(string key, string url)
    {
        if (url.Length == 0)
            return;

        var isHttp = Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
        if (!isHttp || address!.UserInfo.Length > 0 || address.Fragment.Length > 0)
            throw new InvalidConfigurationException(
                key, isHttp ? "…" : url, "an http or https address is needed, without a user, password or fragment");
    }

    private static void CheckRule(WebhookOptions webhooks, string key, TopicRule rule)
    {
        Needs(webhooks, $"{key}:Subscribe", rule.Subscribe == Permission.Webhook, webhooks.SubscribeUrl, nameof(WebhookOptions.SubscribeUrl), rule.Subscribe);
        Needs(webhooks, $"{key}:Publish", rule.Publish == Permission.Webhook, webhooks.PublishUrl, nameof(WebhookOptions.PublishUrl), rule.Publish);
        Needs(webhooks, $"{key}:Events", rule.Events, webhooks.EventUrl, nameof(WebhookOptions.EventUrl));
    }

    private static void Needs(WebhookOptions webhooks, string key, bool isWanted, string url, string name, object? value = null)
    {
        if (isWanted && webhooks.AddressFor(url) is null)
            throw new InvalidConfigurationException(key, value ?? isWanted, $"it needs {Section}:Url or {Section}:{name}");
    }
}
