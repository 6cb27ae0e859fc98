using System.Globalization;
using System.Text;
using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Publishing;

/// <summary>A publisher's request, made once and sent again and again: a load that tests the server must not be busy with itself.</summary>
internal static class PublishingRequest
{
    /// <summary>A single message for the publisher's topic, or a batch for this and the following topics.</summary>
    public static byte[] For(int publisher, Scenario scenario, TopicPlan plan)
    {
        var payload = Encoding.ASCII.GetString(Marker.Payload(scenario.Payload));
        string TopicAt(int index) => plan.Names[(int)((((long)publisher * scenario.Batch) + index) % plan.Topics)];

        if (scenario.Batch == 1)
            return Post(scenario, $"/api/topics/{TopicAt(0)}/messages", payload);

        var messages = Enumerable.Range(0, scenario.Batch).Select(index => $$"""{"topics":["{{TopicAt(index)}}"],"data":{{payload}}}""");
        return Post(scenario, "/api/publish", $$"""{"messages":[{{string.Join(',', messages)}}]}""");
    }

    private static byte[] Post(Scenario scenario, string path, string body) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"POST {path} HTTP/1.1\r\nHost: {new Uri(scenario.Admin).Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
}
