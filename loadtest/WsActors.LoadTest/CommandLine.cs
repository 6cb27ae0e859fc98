using System.CommandLine;
using WsActors.LoadTest.Clusters.Faults;
using WsActors.LoadTest.Clusters.Million;
using WsActors.LoadTest.Clusters.Speed;
using WsActors.LoadTest.Replaying;
using WsActors.LoadTest.Returning;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest;

/// <summary>The scenario's name, and what the command line changes of it.</summary>
internal sealed class CommandLine
{
    private readonly Argument<string> _scenario = new("scenario")
    {
        Description = $"A scenario file, or one of: {string.Join(", ", ScenarioFile.KnownNames)}",
    };

    private readonly Option<string> _name = new("--name") { Description = "What the results call this run" };
    private readonly Option<string[]> _url = new("--url") { Description = "Where clients connect: ws://host:port or wss://host:port, with a path in raw mode; once for each node of a cluster" };
    private readonly Option<string[]> _admin = new("--admin") { Description = "The admin API: publishing and /metrics; once for each --url, in the same order" };
    private readonly Option<string> _publishUrl = new("--publish-url") { Description = "Where another server takes publications: http://, {topic} is replaced; mqtt:// or nats://; ws://host:port/connect: WsActors over a WebSocket" };
    private readonly Option<string> _apiKey = new("--api-key") { Description = "The key for the admin API and for --publish-url ws://" };
    private readonly Option<string> _firstMessage = new("--first-message") { Description = "Raw mode: text to send when connected, once for each topic if {topic} is in it" };
    private readonly Option<string> _answer = new("--answer") { Description = "Raw mode: what the answer to a first message holds; it is awaited" };
    private readonly Option<string> _server = new("--server") { Description = "Which server this is, for comparisons" };
    private readonly Option<string> _subprotocol = new("--subprotocol") { Description = "Sec-WebSocket-Protocol to ask for" };
    private readonly Option<ClientMode?> _mode = new("--mode") { Description = "json, plain, echo, raw, mqtt, nats or signalR" };
    private readonly Option<int?> _connections = new("--connections") { Description = "Clients" };
    private readonly Option<int?> _baseline = new("--baseline") { Description = "Idle: clients that stand before memory is measured" };
    private readonly Option<int?> _topics = new("--topics") { Description = "Topics that are published to in turn" };
    private readonly Option<int?> _topicsPerConnection = new("--topics-per-connection") { Description = "Subscriptions of a client" };
    private readonly Option<int?> _payload = new("--payload") { Description = "Bytes of a publication" };
    private readonly Option<PayloadKind?> _payloadKind = new("--payload-kind") { Description = "filler, or json: quotes with changing numbers" };
    private readonly Option<string?> _compress = new("--compress")
    {
        Description = "Offers permessage-deflate for each message alone; \"--compress keep\": with a context kept from message to message",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _insecure = new("--insecure") { Description = "wss: takes any certificate" };
    private readonly Option<double?> _rate = new("--rate") { Description = "Open loop: publications per second; 0: closed loop" };
    private readonly Option<int?> _inFlight = new("--in-flight") { Description = "Closed loop: publications under way at once" };
    private readonly Option<bool> _waves = new("--waves") { Description = "Closed loop: the next ones only when all of those in flight have arrived" };
    private readonly Option<PublicationWindow?> _window = new("--window") { Description = "Closed loop: a publication makes room for the next one when it is \"delivered\" to all, or \"answered\"" };
    private readonly Option<int?> _publications = new("--publications") { Description = "Ends the load after so many" };
    private readonly Option<int?> _warmup = new("--warmup") { Description = "Publications before the measurement" };
    private readonly Option<string> _duration = new("--duration") { Description = "Ends the load after this time: 30s, 5m, 1h" };
    private readonly Option<int?> _slowReaders = new("--slow-readers") { Description = "Clients beside the others that stop reading" };
    private readonly Option<int?> _kills = new("--kills") { Description = "Clients that are killed, one after the other" };
    private readonly Option<int?> _publishers = new("--publishers") { Description = "Publishers load: HTTP connections that publish at once" };
    private readonly Option<int?> _batch = new("--batch") { Description = "Messages of a request at most" };
    private readonly Option<int?> _quietTopics = new("--quiet-topics") { Description = "Fairness: topics beside the firehose" };
    private readonly Option<int?> _quietSubscribers = new("--quiet-subscribers") { Description = "Fairness: clients of each quiet topic" };
    private readonly Option<double?> _quietRate = new("--quiet-rate") { Description = "Fairness: publications per second to all quiet topics together" };
    private readonly Option<double?> _cuts = new("--cuts") { Description = "Lossless: clients disconnected per second" };
    private readonly Option<int?> _restarts = new("--restarts") { Description = "Lossless: how often the server is restarted, by SIGTERM and SIGKILL in turn" };
    private readonly Option<bool?> _repeat = new("--repeat") { Description = "Lossless: sends each request twice; --repeat false: once" };
    private readonly Option<bool> _allowGaps = new("--allow-gaps") { Description = "Lossless: messages announced as missing are no failure" };
    private readonly Option<PlantedFault?> _plant = new("--plant") { Description = "Lossless: loss, double or swap: spoils what one client receives, so that the run must fail" };
    private readonly Option<int?> _seed = new("--seed") { Description = "Lossless: repeats the choice of clients and cuts of another run" };
    private readonly Option<int?> _missed = new("--missed") { Description = "Recovery: messages that each client misses" };
    private readonly Option<string> _serverCommand = new("--server-command") { Description = "Lossless, recovery: a shell command that starts the server" };
    private readonly Option<string> _settle = new("--settle") { Description = "Rest before memory is measured" };
    private readonly Option<string> _afterLeaving = new("--after-leaving") { Description = "At the end all clients leave, and the server's memory is measured after this time" };
    private readonly Option<int?> _sources = new("--sources") { Description = "Source addresses 127.0.0.1 to 127.0.0.n; 0: one for each thousand connections" };
    private readonly Option<int?> _connecting = new("--connecting") { Description = "Handshakes under way at once; 0: no bound" };
    private readonly Option<string> _timeout = new("--timeout") { Description = "The longest wait for anything that does not move" };

    public CommandLine()
    {
        Root = new RootCommand("Puts load on a WebSocket server and checks every message. Exit code 0: all is right, 1: something is not, 2: wrong usage.");
        Table.Arguments.Add(Files);
        Compare.Arguments.Add(Files);
        Compare.Options.Add(Html);
        Root.Subcommands.Add(Table);
        Root.Subcommands.Add(Compare);
        Grow.Arguments.Add(Files);
        Grow.Options.Add(Svg);
        Root.Subcommands.Add(Grow);
        var clusters = new Command("cluster", "Starts clusters of nodes on this machine, puts load on them and ends them.");
        clusters.Subcommands.Add(new FaultsCommand().Command());
        clusters.Subcommands.Add(new SpeedCommand().Command());
        clusters.Subcommands.Add(new MillionCommand().Command());
        clusters.Subcommands.Add(new CrowdCommand().Command());
        Root.Subcommands.Add(clusters);
        Root.Subcommands.Add(new ReplayCommand().Command());
        Root.Arguments.Add(_scenario);
        foreach (var option in new Option[]
        {
            _name, _url, _admin, _publishUrl, _apiKey, _firstMessage, _answer, _server, _subprotocol, _mode, _connections, _baseline, _topics, _topicsPerConnection, _payload,
            _payloadKind, _compress, _insecure, _rate, _inFlight, _waves, _window, _publications, _warmup, _duration, _slowReaders, _kills, _publishers, _batch, _quietTopics, _quietSubscribers, _quietRate, _cuts, _restarts, _repeat, _allowGaps, _plant, _seed, _missed, _serverCommand, _sources, _connecting, _settle, _afterLeaving, _timeout, ServerPid, Json, Html,
        })
        {
            Root.Options.Add(option);
        }
    }

    public RootCommand Root { get; }

    /// <summary>Puts the results of several runs together.</summary>
    public Command Table { get; } = new("table", "Prints a Markdown table of results that --json has written: median (smallest to largest) of each scenario's runs.");

    /// <summary>Puts the results of several servers side by side.</summary>
    public Command Compare { get; } = new("compare", "Prints a Markdown table with a row for each --server whose results --json has written; --html: the same as plots.");

    /// <summary>Shows how cost grows.</summary>
    public Command Grow { get; } = new("growth", "Prints a Markdown table of points, each a line of JSON with series, connections, bytes and cpuMicroseconds; --svg: the same as a plot.");

    public Option<string?> Svg { get; } = new("--svg") { Description = "Writes a plot to this file" };

    public Argument<string[]> Files { get; } = new("files") { Description = "JSON results", Arity = ArgumentArity.OneOrMore };

    public Option<int[]> ServerPid { get; } = new("--server-pid") { Description = "The server's process, once for each node: memory and CPU are read from /proc and added up" };

    public Option<string> Json { get; } = new("--json") { Description = "Writes the result to this file" };

    public Option<string> Html { get; } = new("--html") { Description = "Writes a page with plots to this file" };

    /// <exception cref="UsageException">The scenario or a value is wrong.</exception>
    public Scenario ScenarioOf(ParseResult line)
    {
        var file = ScenarioFile.Read(line.GetValue(_scenario)!);
        return file with
        {
            Name = line.GetValue(_name) ?? file.Name,
            Url = line.GetValue(_url) is [var url, ..] ? url : file.Url,
            Admin = line.GetValue(_admin) is [var admin, ..] ? admin : file.Admin,
            MoreUrls = line.GetValue(_url) is [_, .. var moreUrls] ? moreUrls : file.MoreUrls,
            MoreAdmins = line.GetValue(_admin) is [_, .. var moreAdmins] ? moreAdmins : file.MoreAdmins,
            PublishUrl = line.GetValue(_publishUrl) ?? file.PublishUrl,
            ApiKey = line.GetValue(_apiKey) ?? file.ApiKey,
            FirstMessage = line.GetValue(_firstMessage) ?? file.FirstMessage,
            Answer = line.GetValue(_answer) ?? file.Answer,
            Server = line.GetValue(_server) ?? file.Server,
            Subprotocol = line.GetValue(_subprotocol) ?? file.Subprotocol,
            Mode = line.GetValue(_mode) ?? file.Mode,
            Connections = line.GetValue(_connections) ?? file.Connections,
            Baseline = line.GetValue(_baseline) ?? BaselineFor(line.GetValue(_connections), file.Baseline),
            Topics = line.GetValue(_topics) ?? file.Topics,
            TopicsPerConnection = line.GetValue(_topicsPerConnection) ?? file.TopicsPerConnection,
            Payload = line.GetValue(_payload) ?? file.Payload,
            PayloadKind = line.GetValue(_payloadKind) ?? file.PayloadKind,
            Compress = CompressionOf(line) ?? file.Compress,
            Insecure = line.GetValue(_insecure) || file.Insecure,
            Rate = line.GetValue(_rate) ?? file.Rate,
            InFlight = line.GetValue(_inFlight) ?? file.InFlight,
            Waves = line.GetValue(_waves) || file.Waves,
            Window = line.GetValue(_window) ?? file.Window,
            Publications = line.GetValue(_publications) ?? file.Publications,
            Warmup = line.GetValue(_warmup) ?? file.Warmup,
            Duration = DurationOf(line, _duration) ?? file.Duration,
            SlowReaders = line.GetValue(_slowReaders) ?? file.SlowReaders,
            Kills = line.GetValue(_kills) ?? file.Kills,
            Publishers = line.GetValue(_publishers) ?? file.Publishers,
            Batch = line.GetValue(_batch) ?? file.Batch,
            QuietTopics = line.GetValue(_quietTopics) ?? file.QuietTopics,
            QuietSubscribers = line.GetValue(_quietSubscribers) ?? file.QuietSubscribers,
            QuietRate = line.GetValue(_quietRate) ?? file.QuietRate,
            Cuts = line.GetValue(_cuts) ?? file.Cuts,
            Restarts = line.GetValue(_restarts) ?? file.Restarts,
            Repeat = line.GetValue(_repeat) ?? file.Repeat,
            AllowGaps = line.GetValue(_allowGaps) || file.AllowGaps,
            Plant = line.GetValue(_plant) ?? file.Plant,
            Seed = line.GetValue(_seed) ?? file.Seed,
            Missed = line.GetValue(_missed) ?? file.Missed,
            ServerCommand = line.GetValue(_serverCommand) ?? file.ServerCommand,
            Sources = line.GetValue(_sources) ?? file.Sources,
            Connecting = line.GetValue(_connecting) ?? file.Connecting,
            Settle = DurationOf(line, _settle) ?? file.Settle,
            AfterLeaving = DurationOf(line, _afterLeaving) ?? file.AfterLeaving,
            Timeout = DurationOf(line, _timeout) ?? file.Timeout,
        };
    }

    /// <summary>What is wrong with the line, in words that are not .NET's own.</summary>
    public static string Explain(string error) => error
        .Replace("as expected type 'System.Nullable`1[System.Int32]'", "as a whole number", StringComparison.Ordinal)
        .Replace("as expected type 'System.Nullable`1[System.Double]'", "as a number", StringComparison.Ordinal)
        .Replace("as expected type 'WsActors.LoadTest.Scenarios.ClientMode'. Did you mean one of the following?", "as a mode: json, plain, echo, raw, mqtt, nats or signalR", StringComparison.Ordinal)
        .Replace("as expected type 'WsActors.LoadTest.Scenarios.PayloadKind'. Did you mean one of the following?", "as a kind: filler or json", StringComparison.Ordinal)
        .Replace("as expected type 'WsActors.LoadTest.Scenarios.PublicationWindow'. Did you mean one of the following?", "as a window: delivered or answered", StringComparison.Ordinal)
        .Replace("as expected type 'WsActors.LoadTest.Returning.PlantedFault'. Did you mean one of the following?", "as a fault: loss, double or swap", StringComparison.Ordinal)
        .Split('\n')[0];

    // The scenario's own baseline fits the scenario's own number of connections; fewer of them are measured from a tenth on.
    private static int BaselineFor(int? connections, int baseline) => connections <= baseline ? connections.Value / 10 : baseline;

    private CompressionOffer? CompressionOf(ParseResult line) => line.GetResult(_compress) switch
    {
        null => null,
        { Tokens: [] } => CompressionOffer.Each,
        { Tokens: [{ Value: "keep" }] } => CompressionOffer.Keep,
        { Tokens: var words } => throw new UsageException($"--compress is \"{words[0].Value}\": write it alone, or --compress keep"),
    };

    private static TimeSpan? DurationOf(ParseResult line, Option<string> option)
    {
        if (line.GetValue(option) is not { } text)
            return null;

        return DurationText.TryParse(text, out var duration)
            ? duration
            : throw new UsageException($"{option.Name} is \"{text}\": write 500ms, 30s, 5m or 1h");
    }
}
