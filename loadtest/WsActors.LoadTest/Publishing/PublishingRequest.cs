using System.Globalization;
using System.Text;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Publishing;

/// <summary>Publishing requests of HTTP/1.1 as bytes.</summary>
internal static class PublishingRequest
{
    /// <summary>One message for a topic, to wherever the scenario publishes.</summary>
    /// <param name="connection">Which of the publisher's connections sends it; the nodes take turns.</param>
    /// <param name="scenario">The load.</param>
    /// <param name="topic">Its name.</param>
    /// <param name="payload">JSON.</param>
    public static byte[] ForOne(int connection, Scenario scenario, string topic, byte[] payload)
    {
        var text = Encoding.UTF8.GetString(payload);
        if (scenario.PublishUrl is not { } address)
            return Post(HostOf(connection, scenario), $"/api/topics/{topic}/messages", text, scenario.ApiKey);

        var url = new Uri(address.Replace("{topic}", topic, StringComparison.Ordinal));
        return Post(url.Authority, url.PathAndQuery, TakesSingles(scenario) ? text : $$"""{"messages":[{"topics":["{{topic}}"],"data":{{text}}}]}""");
    }

    /// <summary>Whether single messages have an address of their own; otherwise another server takes batches only.</summary>
    public static bool TakesSingles(Scenario scenario) => scenario.PublishUrl?.Contains("{topic}", StringComparison.Ordinal) ?? true;

    /// <summary>A publisher's request, made once and sent again and again: a single message for its topic, or a batch for this and the following topics.</summary>
    public static byte[] For(int publisher, Scenario scenario, TopicPlan plan)
    {
        var host = HostOf(publisher, scenario);
        var payload = Encoding.ASCII.GetString(Marker.Payload(scenario.Payload));
        string TopicAt(int index) => plan.Names[(int)((((long)publisher * scenario.Batch) + index) % plan.Topics)];

        if (scenario.Batch == 1)
            return Post(host, $"/api/topics/{TopicAt(0)}/messages", payload, scenario.ApiKey);

        var messages = Enumerable.Range(0, scenario.Batch).Select(index => $$"""{"topics":["{{TopicAt(index)}}"],"data":{{payload}}}""");
        return Post(host, "/api/publish", $$"""{"messages":[{{string.Join(',', messages)}}]}""", scenario.ApiKey);
    }

    private static string HostOf(int connection, Scenario scenario) => new Uri(scenario.Admins[connection % scenario.Admins.Count]).Authority;

    private static byte[] Post(string host, string path, string body, string? key = null) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"POST {path} HTTP/1.1\r\nHost: {host}\r\n{(key is null ? "" : $"X-API-Key: {key}\r\n")}Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
}
