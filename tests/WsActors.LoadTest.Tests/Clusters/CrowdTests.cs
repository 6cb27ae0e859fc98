using System.Text;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Clusters.Million;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.Clusters;

/// <summary>Tests the commands and counts of the clients of the million.</summary>
public sealed class CrowdTests
{
    private const uint Run = 7;

    private readonly CrowdDeliveries _deliveries = new(Run);
    private readonly CrowdDialect _dialect = new(new Scenario(), new TopicPlan(0, 0, 10), first: 1998, groups: 1000);

    [Fact]
    public void A_client_has_the_topic_of_all_and_that_of_its_group()
    {
        var subscriptions = _dialect.Greeting(3).Select(message => Encoding.UTF8.GetString(message.Payload)).ToArray();
        Assert.Equal(
            ["""{"type":"subscribe","id":0,"topic":"crowd.all"}""", """{"type":"subscribe","id":1,"topic":"crowd.group.1"}"""], subscriptions);
    }

    [Theory]
    [InlineData("""{"type":"subscribed","id":0,"topic":"crowd.all","epoch":"e","offset":0}""", "Subscribed")]
    [InlineData("""{"type":"error","id":1,"code":"try_again_later","message":"…"}""", "TryAgain")]
    [InlineData("""{"type":"error","id":1,"code":"invalid_topic","message":"…"}""", "Error")]
    [InlineData("""{"type":"welcome","connection":"c"}""", "Other")]
    public void Answers_are_understood(string message, string meaning) =>
        Assert.Equal(meaning, _dialect.Judge(0, Encoding.UTF8.GetBytes(message)).ToString());

    [Theory]
    [InlineData("""{"type":"error","id":0,"code":"try_again_later","message":"…"}""", 0)]
    [InlineData("""{"type":"error","id":1,"code":"try_again_later","message":"…"}""", 1)]
    public void A_refused_subscription_is_known_by_its_id(string message, int slot) =>
        Assert.Equal(slot, _dialect.RefusedSlot(0, Encoding.UTF8.GetBytes(message)));

    [Fact]
    public void Of_each_publication_the_first_and_the_last_delivery_are_noted()
    {
        Receive(number: 5, now: 100);
        Receive(number: 6, now: 150);
        Receive(number: 5, now: 170);
        Assert.Equal([new CrowdDelivery(5, 2, 100, 170), new CrowdDelivery(6, 1, 150, 150)], _deliveries.Publications);
    }

    [Fact]
    public void A_message_of_another_run_is_a_stray()
    {
        Receive(number: 5, now: 100, run: Run + 1);
        Assert.Equal(1, _deliveries.Strays);
        Assert.Empty(_deliveries.Publications);
    }

    [Theory]
    [InlineData(1_000_000, 19_000, 53, 12_000)]
    [InlineData(3000, 1000, 3, 1000)]
    [InlineData(10, 1000, 1, 10)]
    public void Clients_are_divided_among_as_many_nodes_as_they_need(int connections, int perNode, int nodes, int ofLast)
    {
        var plan = new MillionPlan { Connections = connections, PerNode = perNode };
        Assert.Equal((nodes, ofLast), (plan.Nodes, plan.ConnectionsOf(plan.Nodes - 1)));
    }

    [Fact]
    public void The_result_is_a_table()
    {
        var table = MillionTable.Write(new MillionReport
        {
            Nodes = 53,
            Connections = 1_000_000,
            Machine = 15_000_000_000,
            Rounds =
            [
                new CrowdRound("one to all", 1, 2, 1_000_000, 999_999, 0.0125, 0.5, 12.345, 70_000),
                new CrowdRound("again", 1, 0, 1_000_000, 1_000_000, 0.5, 0.5, 12, -70_000),
            ],
            Faults = ["one to all: 999999 deliveries instead of 1000000"],
        });
        Assert.Contains("| memory of the machine in all | 14,305 MiB (15,000 bytes per client) |", table, StringComparison.Ordinal);
        Assert.Contains("| one to all | 2 | 999,999 of 1,000,000 | 0.013 s | 0.500 s | 12.35 s | 70,000 |", table, StringComparison.Ordinal);
        Assert.Contains("| 12.00 s | too few to tell |", table, StringComparison.Ordinal);
        Assert.EndsWith("FAIL one to all: 999999 deliveries instead of 1000000", table, StringComparison.Ordinal);
    }

    private void Receive(long number, long now, uint run = Run)
    {
        var client = new Client(0, ClientRole.Steady, 0);
        _deliveries.Received(client, new Marker(run, 0, 0, number), default, 0, now);
    }
}
