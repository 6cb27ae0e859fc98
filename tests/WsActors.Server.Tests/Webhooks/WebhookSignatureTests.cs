using System.Text;
using WsActors.AspNetCore.Options;
using WsActors.AspNetCore.Webhooks;

namespace WsActors.Server.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    // The reference vector of Standard Webhooks.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static readonly DateTimeOffset SentAt = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");

    [Fact]
    public void A_signature_is_that_of_Standard_Webhooks() =>
        Assert.Equal(Signature, WebhookSignature.Of([WebhookSecret.Parse(Secret)], Id, SentAt, Body));

    [Fact]
    public void While_secrets_are_exchanged_both_sign()
    {
        var other = WebhookSecret.Parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        var both = WebhookSignature.Of([other, WebhookSecret.Parse(Secret)], Id, SentAt, Body).Split(' ');

        Assert.Equal([WebhookSignature.Of([other], Id, SentAt, Body), Signature], both);
    }

    [Fact]
    public void A_time_is_in_whole_seconds() => Assert.Equal("1614265330", WebhookSignature.Timestamp(SentAt.AddMilliseconds(999)));

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_this is not base64 at all, is it?")]
    [InlineData("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_no_secret_of_24_to_64_bytes_is_refused(string text) => Assert.False(WebhookSecret.TryParse(text, out _));

    [Fact]
    public void A_secret_does_not_say_what_it_is() =>
        Assert.DoesNotContain("MfKQ", WebhookSecret.Parse(Secret).ToString(), StringComparison.Ordinal);
}
