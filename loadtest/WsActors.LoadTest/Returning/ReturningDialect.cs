using System.Diagnostics;
using System.Globalization;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Returning;

/// <summary><c>wsactors.v1.json</c> as a client speaks it that comes back: it says of each topic where it stopped.</summary>
internal sealed class ReturningDialect(Scenario scenario, TopicPlan plan, ReturningClients clients) : Dialect(scenario, plan)
{
    private readonly TopicPlan _plan = plan;

    public override string? Subprotocol { get; } = "wsactors.v1.json";

    public override int Acknowledgements(int client) => _plan.SubscriptionsOf(client);

    public override string PathOf(int client) => "/connect";

    public override IEnumerable<(FrameKind Kind, byte[] Payload)> Greeting(int client) =>
        TopicsOf(client).Select((topic, slot) => Text(string.Create(
            CultureInfo.InvariantCulture, $$"""{"type":"subscribe","id":{{slot}},"topic":"{{topic}}"{{SinceOf(clients.Reading(client, slot))}}}""")));

    public override MessageMeaning Judge(int client, ReadOnlySpan<byte> message) => clients.Heard(client, message, Stopwatch.GetTimestamp());

    public override int RefusedSlot(int client, ReadOnlySpan<byte> message) => clients.RefusedSlot(client, message);

    // Rule 10 of our clients.
    public override long TakeReturn(int client) => clients.TakeReturn(client);

    private static string SinceOf(TopicReading reading) => reading.Epoch is { } epoch
        ? string.Create(CultureInfo.InvariantCulture, $$""","since":{"epoch":"{{epoch}}","offset":{{reading.Seen}}}""")
        : "";
}
