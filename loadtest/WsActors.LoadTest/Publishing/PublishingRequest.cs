using System.Globalization;
using System.Text;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Publishing;

/// <summary>Publishing requests of HTTP/1.1 as bytes.</summary>
internal static class PublishingRequest
{
    /// <summary>One message for a topic, to wherever the scenario publishes.</summary>
    public static byte[] ForOne(Scenario scenario, string topic, byte[] payload)
    {
        var text = Encoding.UTF8.GetString(payload);
        if (scenario.PublishUrl is not { } address)
            return Post(new Uri(scenario.Admin).Authority, $"/api/topics/{topic}/messages", text);

        var url = new Uri(address.Replace("{topic}", topic, StringComparison.Ordinal));
        return Post(url.Authority, url.PathAndQuery, TakesSingles(scenario) ? text : $$"""{"messages":[{"topics":["{{topic}}"],"data":{{text}}}]}""");
    }

    /// <summary>Whether single messages have an address of their own; otherwise another server takes batches only.</summary>
    public static bool TakesSingles(Scenario scenario) => scenario.PublishUrl?.Contains("{topic}", StringComparison.Ordinal) ?? true;

    /// <summary>A publisher's request, made once and sent again and again: a single message for its topic, or a batch for this and the following topics.</summary>
    public static byte[] For(int publisher, Scenario scenario, TopicPlan plan)
    {
        var host = new Uri(scenario.Admin).Authority;
        var payload = Encoding.ASCII.GetString(Marker.Payload(scenario.Payload));
        string TopicAt(int index) => plan.Names[(int)((((long)publisher * scenario.Batch) + index) % plan.Topics)];

        if (scenario.Batch == 1)
            return Post(host, $"/api/topics/{TopicAt(0)}/messages", payload);

        var messages = Enumerable.Range(0, scenario.Batch).Select(index => $$"""{"topics":["{{TopicAt(index)}}"],"data":{{payload}}}""");
        return Post(host, "/api/publish", $$"""{"messages":[{{string.Join(',', messages)}}]}""");
    }

    private static byte[] Post(string host, string path, string body) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
}
