using System.Text.Json.Serialization;
using WsActors.LoadTest.Returning;

namespace WsActors.LoadTest.Scenarios;

/// <summary>One load: a JSON file in <c>scenarios/</c> with the command line on top of it.</summary>
internal sealed record Scenario
{
    public string Name { get; init; } = "unnamed";

    public string Description { get; init; } = "";

    /// <summary>Which server this is, for comparisons.</summary>
    public string Server { get; init; } = "";

    public ScenarioKind Kind { get; init; } = ScenarioKind.Push;

    public ClientMode Mode { get; init; } = ClientMode.Json;

    /// <summary>Where the clients connect; a path is used in <see cref="ClientMode.Raw"/> only.</summary>
    public string Url { get; init; } = "ws://127.0.0.1:8080";

    /// <summary>The admin API: publishing and metrics.</summary>
    public string Admin { get; init; } = "http://127.0.0.1:8081";

    /// <summary>Further nodes of the same cluster: where clients connect. Their paths are those of <see cref="Url"/>.</summary>
    public IReadOnlyList<string> MoreUrls { get; init; } = [];

    /// <summary>The admin APIs of <see cref="MoreUrls"/>, in the same order.</summary>
    public IReadOnlyList<string> MoreAdmins { get; init; } = [];

    /// <summary>
    /// Where another server takes publications; null: the admin API. http:// with <c>{topic}</c> in it: one message a POST; without:
    /// batches in the form of the admin API. mqtt:// and nats:// with host and port: the broker's own protocol. ws:// with the path /connect:
    /// a back end of WsActors, with <see cref="ApiKey"/>.
    /// </summary>
    public string? PublishUrl { get; init; }

    /// <summary>The API key of the admin API, and of a back end that publishes over a WebSocket.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Raw mode: a text message to send when connected; with <c>{topic}</c> in it, one for each topic.</summary>
    public string? FirstMessage { get; init; }

    /// <summary>Raw mode: what the answer to a first message holds; a client is ready when each has been answered. Null: none is awaited.</summary>
    public string? Answer { get; init; }

    public string? Subprotocol { get; init; }

    public int Connections { get; init; } = 1000;

    /// <summary>Idle: connections that already stand when the memory is first measured, so that one-off costs stay out.</summary>
    public int Baseline { get; init; }

    public int Topics { get; init; } = 1;

    public int TopicsPerConnection { get; init; } = 1;

    /// <summary>Bytes of a publication or of an echo message.</summary>
    public int Payload { get; init; } = 128;

    public PayloadKind PayloadKind { get; init; }

    public CompressionOffer Compress { get; init; }

    /// <summary>wss: the server's certificate is taken as it is.</summary>
    public bool Insecure { get; init; }

    /// <summary>Open loop: publications (or echo messages) a second, whatever the server does. 0: closed loop.</summary>
    public double Rate { get; init; }

    /// <summary>Closed loop: so many publications (or echo messages of a connection) are under way at any time.</summary>
    public int InFlight { get; init; } = 1;

    /// <summary>Closed loop: those in flight go out in one batch, and the next ones only when all of them have reached everyone.</summary>
    public bool Waves { get; init; }

    /// <summary>Closed loop: when a publication makes room for the next one.</summary>
    public PublicationWindow Window { get; init; }

    /// <summary>Ends the load after so many; 0: only <see cref="Duration"/> does.</summary>
    public int Publications { get; init; }

    /// <summary>Publications before the measurement, checked but not timed.</summary>
    public int Warmup { get; init; }

    /// <summary>Ends the load after this time; zero: only <see cref="Publications"/> does.</summary>
    [JsonConverter(typeof(DurationConverter))]
    public TimeSpan Duration { get; init; }

    /// <summary>Clients beside the others that subscribe and stop reading.</summary>
    public int SlowReaders { get; init; }

    /// <summary>Topics that each of them subscribes to; 0: as many as the others.</summary>
    public int SlowReaderTopics { get; init; }

    /// <summary>How many clients are killed, one after the other.</summary>
    public int Kills { get; init; }

    /// <summary>Fairness: topics beside the firehose, with subscribers of their own.</summary>
    public int QuietTopics { get; init; }

    /// <summary>Fairness: subscribers of each quiet topic.</summary>
    public int QuietSubscribers { get; init; }

    /// <summary>Fairness: publications per second to all quiet topics together, in an open loop.</summary>
    public double QuietRate { get; init; }

    /// <summary>HTTP connections that publish at once; each has <see cref="InFlight"/> requests under way.</summary>
    public int Publishers { get; init; }

    /// <summary>Messages of a publisher's request; 1: the call for single messages.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Lossless: clients cut off a second, at random.</summary>
    public double Cuts { get; init; }

    /// <summary>Lossless: how often the server is restarted: by SIGTERM and by SIGKILL in turn. Needs <see cref="ServerCommand"/>.</summary>
    public int Restarts { get; init; }

    /// <summary>Lossless: each request to publish is sent once more with the same idempotency keys.</summary>
    public bool Repeat { get; init; } = true;

    /// <summary>Lossless: messages that the server announces as missing are no failure.</summary>
    public bool AllowGaps { get; init; }

    /// <summary>Lossless: spoils what one client receives, so that the run must fail.</summary>
    public PlantedFault Plant { get; init; }

    /// <summary>Lossless: where the random choice of clients and cuts begins; 0: somewhere, and the result says where.</summary>
    public int Seed { get; init; }

    /// <summary>Recovery: messages that each client misses.</summary>
    public int Missed { get; init; }

    /// <summary>Lossless and recovery: a shell command that starts the server, which then runs as long as the load does.</summary>
    public string? ServerCommand { get; init; }

    /// <summary>
    /// Source addresses 127.0.0.1 to 127.0.0.n, in turn; 0: one for each thousand connections where the target is on
    /// 127.0.0.0/8, else one. An address has some 28,000 ports, and long before they are used up the kernel takes longer to
    /// find a free one than for all the rest of a connection.
    /// </summary>
    public int Sources { get; init; }

    /// <summary>Handshakes under way at once; 0: no bound.</summary>
    public int Connecting { get; init; } = 500;

    /// <summary>For one handshake; then the client starts again.</summary>
    [JsonConverter(typeof(DurationConverter))]
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait for anything that does not move: all connected, a publication delivered.</summary>
    [JsonConverter(typeof(DurationConverter))]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Rest before a measurement of memory.</summary>
    [JsonConverter(typeof(DurationConverter))]
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>At the end all clients leave, and the server's memory is read after this time; zero: they stay.</summary>
    [JsonConverter(typeof(DurationConverter))]
    public TimeSpan AfterLeaving { get; init; }

    /// <summary>
    /// Lossless and recovery: a client that has received nothing for this time sends a ping, and connects again if nothing arrives for five
    /// more seconds, as rule 13 of our clients asks. Zero: it waits forever.
    /// </summary>
    [JsonConverter(typeof(DurationConverter))]
    public TimeSpan Silence { get; init; }

    /// <summary>Lossless and recovery: how long to wait for the answer to a publication before another node is asked; zero: as long as <see cref="Timeout"/>.</summary>
    [JsonConverter(typeof(DurationConverter))]
    public TimeSpan AnswerTimeout { get; init; }

    /// <summary>Of all nodes: where clients connect.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Urls => [Url, .. MoreUrls];

    /// <summary>Of all nodes: the admin API.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Admins => [Admin, .. MoreAdmins];

    [JsonIgnore]
    public bool IsSecure => Url.StartsWith("wss:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the clients come back for what they missed.</summary>
    [JsonIgnore]
    public bool ComesBack => Kind is ScenarioKind.Lossless or ScenarioKind.Recovery;

    [JsonIgnore]
    public bool IsOpenLoop => Rate > 0;

    /// <summary>Whether answers open the window. A broker's own protocol answers no publication: there, the deliveries do.</summary>
    [JsonIgnore]
    public bool CountsAnswers =>
        Window == PublicationWindow.Answered && PublishUrl?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) != false;

    [JsonIgnore]
    public bool SpeaksWsActors => Mode is ClientMode.Json or ClientMode.Plain && PublishUrl?.StartsWith("ws:", StringComparison.OrdinalIgnoreCase) != false;

    /// <summary>The clients of the quiet topics, one topic each.</summary>
    [JsonIgnore]
    public int QuietConnections => Kind == ScenarioKind.Fairness ? QuietTopics * QuietSubscribers : 0;

    /// <summary>Everything that holds a socket at one time.</summary>
    [JsonIgnore]
    public int AllConnections => Connections + SlowReaders + (Kills > 0 ? 1 : 0);
}
