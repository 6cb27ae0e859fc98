using System.Globalization;
using System.Text;

namespace WsActors.LoadTest.Checking;

/// <summary>Who subscribes to what: client i has the topics i·m to i·m + m - 1, counted round.</summary>
internal sealed class TopicPlan
{
    private readonly byte[][] _utf8Names;
    private readonly int _perOther;

    /// <param name="topics">How many there are.</param>
    /// <param name="perConnection">How many each client subscribes to.</param>
    /// <param name="connections">Clients whose deliveries are all checked.</param>
    /// <param name="perOther">How many the clients beyond them subscribe to; 0: as many as the others.</param>
    /// <param name="prefix">What the names begin with.</param>
    public TopicPlan(int topics, int perConnection, int connections, int perOther = 0, string prefix = "load")
    {
        Topics = topics;
        PerConnection = topics == 0 ? 0 : perConnection;
        _perOther = topics == 0 || perOther == 0 ? PerConnection : perOther;
        Connections = connections;
        Names = [.. Enumerable.Range(0, topics).Select(topic => string.Create(CultureInfo.InvariantCulture, $"{prefix}.{topic}"))];
        _utf8Names = [.. Names.Select(name => Encoding.UTF8.GetBytes($"\"{name}\""))];
    }

    public int Topics { get; }

    public int PerConnection { get; }

    /// <summary>Clients whose deliveries are all checked.</summary>
    public int Connections { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>How many topics a client subscribes to.</summary>
    public int SubscriptionsOf(int client) => client < Connections ? PerConnection : _perOther;

    public int TopicOf(int client, int slot) => (int)((((long)client * SubscriptionsOf(client)) + slot) % Topics);

    public int? TopicNamed(string name) =>
        int.TryParse(name.AsSpan(name.LastIndexOf('.') + 1), CultureInfo.InvariantCulture, out var topic) && topic >= 0 && topic < Topics && Names[topic] == name
            ? topic
            : null;

    /// <returns>Which of the client's subscriptions the topic is; -1: none.</returns>
    public int SlotOf(int client, int topic)
    {
        var first = TopicOf(client, 0);
        var slot = topic >= first ? topic - first : topic - first + Topics;
        return slot < SubscriptionsOf(client) ? slot : -1;
    }

    /// <summary>Checked clients that subscribe to the topic.</summary>
    public int SubscribersOf(int topic)
    {
        var subscriptions = (long)Connections * PerConnection;
        return (int)(subscriptions / Topics) + (topic < subscriptions % Topics ? 1 : 0);
    }

    /// <summary>The name between quotes, as it stands in a JSON message.</summary>
    public ReadOnlySpan<byte> QuotedName(int topic) => _utf8Names[topic];
}
