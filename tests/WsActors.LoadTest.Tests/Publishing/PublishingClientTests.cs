using WsActors.LoadTest.Publishing;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.Publishing;

public sealed class PublishingClientTests
{
    [Theory]
    [InlineData(128, 500)]
    [InlineData(16 * 1024, 32)]
    [InlineData(1024 * 1024, 1)]
    public void A_batch_stays_below_what_the_admin_API_takes(int payload, int messages) =>
        Assert.Equal(messages, MaxBatch(new Scenario { Payload = payload }));

    [Fact]
    public void Another_server_gets_single_messages() =>
        Assert.Equal(1, MaxBatch(new Scenario { PublishUrl = "http://127.0.0.1/{topic}" }));

    [Fact]
    public void Another_server_whose_address_names_no_topic_gets_batches() =>
        Assert.Equal(500, MaxBatch(new Scenario { PublishUrl = "http://127.0.0.1/publish" }));

    private static int MaxBatch(Scenario scenario)
    {
        using var publisher = new PublishingClient(scenario);
        return publisher.MaxBatch;
    }
}
