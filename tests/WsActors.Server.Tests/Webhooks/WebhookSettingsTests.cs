using Microsoft.Extensions.Configuration;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Tests.Webhooks;

public sealed class WebhookSettingsTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Theory]
    [InlineData("Webhooks:Url", "ftp://example.com/", "an http or https address is needed")]
    [InlineData("Webhooks:EventUrl", "example.com/hook", "an http or https address is needed")]
    [InlineData("Webhooks:Secrets:0", "letmein", "whsec_ and base64 of 24 to 64 bytes is needed")]
    [InlineData("Webhooks:DecisionTimeout", "00:00:10", "it must be shorter than WsActors:Push:HandshakeTimeout")]
    [InlineData("Webhooks:OnFailure", "Shrug", "one of Refuse, Allow is needed")]
    [InlineData("Webhooks:MaxWaitingEvents", "0", "1 to 1000000 is allowed")]
    public void A_wrong_value_names_its_key_and_what_is_allowed(string key, string value, string allowed)
    {
        var fault = Assert.Throws<InvalidConfigurationException>(
            () => Read(("Webhooks:Url", "http://127.0.0.1/"), ("Webhooks:Secrets:0", Secret), (key, value)));

        Assert.StartsWith($"WsActors:{key} is \"", fault.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Webhooks:Connect", "true", "it needs WsActors:Webhooks:Url or WsActors:Webhooks:ConnectUrl")]
    [InlineData("Webhooks:ConnectionEvents", "true", "it needs WsActors:Webhooks:Url or WsActors:Webhooks:EventUrl")]
    [InlineData("Topics:Rules:0:Subscribe", "Webhook", "it needs WsActors:Webhooks:Url or WsActors:Webhooks:SubscribeUrl")]
    [InlineData("Topics:Rules:0:Publish", "Webhook", "it needs WsActors:Webhooks:Url or WsActors:Webhooks:PublishUrl")]
    [InlineData("Topics:Rules:0:Events", "true", "it needs WsActors:Webhooks:Url or WsActors:Webhooks:EventUrl")]
    public void What_asks_or_tells_the_application_needs_its_address(string key, string value, string needed)
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => Read(("Topics:Rules:0:Match", "*"), (key, value)));

        Assert.Contains(needed, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_without_a_secret_is_refused()
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => Read(("Webhooks:Url", "http://127.0.0.1/")));

        Assert.StartsWith("WsActors:Webhooks:Secrets is ", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Webhooks:Secrets:0", "a-secret-in-the-wrong-form")]
    [InlineData("Webhooks:Url", "http://user:a-password@example.com/")]
    public void A_secret_that_is_refused_is_not_shown(string key, string value)
    {
        var fault = Assert.Throws<InvalidConfigurationException>(() => Read((key, value)));

        Assert.DoesNotContain("a-", fault.Message.Replace(key, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_of_its_own_takes_the_place_of_the_common_one()
    {
        var options = new WebhookOptions { Url = "http://a/", EventUrl = "http://b/" };

        Assert.Equal(["http://a/", "http://b/"], [options.AddressFor(options.ConnectUrl)!.ToString(), options.AddressFor(options.EventUrl)!.ToString()]);
    }

    private static ServerConfiguration Read(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in settings)
            values[$"WsActors:{key}"] = value;
        return ServerConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }
}
