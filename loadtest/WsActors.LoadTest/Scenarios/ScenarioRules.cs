using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Network;

namespace WsActors.LoadTest.Scenarios;

/// <summary>What a scenario must keep to be run; the first broken rule is told.</summary>
internal static class ScenarioRules
{
    /// <exception cref="UsageException">A rule is broken.</exception>
    public static void Check(Scenario scenario)
    {
        foreach (var (holds, rule) in RulesFor(scenario))
        {
            if (!holds)
                throw new UsageException(rule);
        }
    }

    private static IEnumerable<(bool Holds, string Rule)> RulesFor(Scenario s) =>
    [
        (Uri.TryCreate(s.Url, UriKind.Absolute, out var url) && url.Scheme is "ws" or "wss", $"--url is \"{s.Url}\": it must begin with ws:// or wss://"),
        (Has(s.Admin, "http"), $"--admin is \"{s.Admin}\": it must be an http:// address"),
        (s.MoreUrls.Concat(s.MoreAdmins).All(more => Uri.TryCreate(more, UriKind.Absolute, out _)), "--url and --admin must be addresses, each of them"),
        (s.MoreUrls.All(more => Has(more, url!.Scheme)), $"--url: all nodes must have the scheme of the first one, {url?.Scheme}"),
        (s.MoreAdmins.All(more => Has(more, "http")), "--admin: each must be an http:// address"),
        (s.MoreUrls.Count == 0 || s.MoreUrls.Count == s.MoreAdmins.Count, $"--url is given {s.Urls.Count} times and --admin {s.Admins.Count} times: each node has both, unless one --url is a balancer in front of them"),
        (s.MoreUrls.Count == 0 || s is { PublishUrl: null, ServerCommand: null }, "several --url are nodes of a cluster of WsActors: --publish-url and --server-command are for one server"),
        (s.PublishUrl is null || Has(s.PublishUrl, "http", "ws", "mqtt", "nats"), $"--publish-url is \"{s.PublishUrl}\": it must be an http://, ws://, mqtt:// or nats:// address"),
        (s.Connections is > 0 and <= 1_000_000, $"--connections is {s.Connections}: 1 to 1,000,000 are allowed"),
        (s.Topics is >= 0 and <= 1_000_000, $"--topics is {s.Topics}: 0 to 1,000,000 are allowed"),
        (s.TopicsPerConnection >= 1, $"--topics-per-connection is {s.TopicsPerConnection}: at least 1"),
        (s.Topics == 0 || s.TopicsPerConnection <= s.Topics, $"--topics-per-connection is {s.TopicsPerConnection}: there are only {s.Topics} topics"),
        (s.Mode != ClientMode.Plain || s.TopicsPerConnection == 1, "in plain mode a connection has one topic: --topics-per-connection must be 1"),
        (s.Topics > 0 || s.Kind is ScenarioKind.Idle or ScenarioKind.Echo, "--topics 0 is for idle connections only"),
        (s.Payload is >= Marker.MinPayload and <= 16 * 1024 * 1024, $"--payload is {s.Payload}: {Marker.MinPayload} bytes to 16 MiB are allowed"),
        (s.PayloadKind == PayloadKind.Filler || s.Payload >= QuotesPayload.MinPayload, $"--payload is {s.Payload}: a JSON feed takes at least {QuotesPayload.MinPayload} bytes"),
        (s.PayloadKind == PayloadKind.Filler || s.Kind != ScenarioKind.Echo, "an echo load sends filler: --payload-kind must be filler"),
        (s.Compress != CompressionOffer.Keep || (s.TopicsPerConnection == 1 && s.Kind == ScenarioKind.Push), "--compress keep is for push loads with one topic per connection"),
        (s.Rate is >= 0 and <= 1_000_000, $"--rate is {s.Rate}: 0 (closed loop) to 1,000,000 per second are allowed"),
        (s.InFlight is >= 1 and <= 1000, $"--in-flight is {s.InFlight}: 1 to 1,000 are allowed"),
        (s.Window == PublicationWindow.Delivered || s is { Kind: ScenarioKind.Push or ScenarioKind.Storm or ScenarioKind.Fairness, Rate: 0, Waves: false }, "--window answered is for closed loops of push, storm and fairness loads, without --waves"),
        (s.Window == PublicationWindow.Delivered || s.Compress != CompressionOffer.Keep, "--compress keep counts messages without reading them, so it needs --window delivered"),
        (s.Publications >= 0 && s.Warmup >= 0, "--publications and --warmup must not be negative"),
        (s.SlowReaders >= 0 && s.Kills >= 0 && s.Connecting >= 0 && s.Baseline >= 0, "numbers of connections must not be negative"),
        (s.SlowReaderTopics >= 0 && s.SlowReaderTopics <= s.Topics, $"slowReaderTopics is {s.SlowReaderTopics}: there are only {s.Topics} topics"),
        (s.SlowReaderTopics == 0 || s.Mode == ClientMode.Json, "slowReaderTopics needs the mode json"),
        (s.Baseline < s.Connections, $"--baseline is {s.Baseline}: it must be less than --connections ({s.Connections})"),
        (s.AfterLeaving == TimeSpan.Zero || s is { Baseline: 0, ComesBack: false, Kind: not ScenarioKind.Fairness }, "--after-leaving compares with the memory before the first client: --baseline must be 0, and lossless, recovery and fairness loads have none"),
        (s.Sources is >= 0 and <= Target.MaxSources, $"--sources is {s.Sources}: 0 to {Target.MaxSources} are allowed"),
        (s.Publications > 0 || s.Duration > TimeSpan.Zero || s.Kind is ScenarioKind.Kill or ScenarioKind.Recovery, "--publications or --duration must say when the load ends"),
        (s.Kind != ScenarioKind.Echo || s.Mode is ClientMode.Echo or ClientMode.Raw, "an echo load needs the mode echo or raw"),
        (s.Kind is ScenarioKind.Echo or ScenarioKind.Idle || s.Mode != ClientMode.Echo, "the mode echo is for echo and idle loads"),
        (s.Kind != ScenarioKind.Echo || s.Duration > TimeSpan.Zero, "an echo load needs --duration"),
        (s.Kind != ScenarioKind.Publishers || s is { Publishers: > 0, Rate: 0 }, "a publishers load needs --publishers, and is a closed loop: --rate must be 0"),
        (s.Publishers >= 0 && s.Batch is >= 1 and <= 1000, $"--batch is {s.Batch}: 1 to 1,000 are allowed"),
        (!s.ComesBack || s is { Mode: ClientMode.Json, PublishUrl: null, Compress: CompressionOffer.None, PayloadKind: PayloadKind.Filler }, "clients that come back speak wsactors.v1.json, without compression, and payloads are filler"),
        (s.Kind != ScenarioKind.Lossless || s is { Rate: > 0, Cuts: >= 0, Restarts: >= 0 }, "a lossless load publishes at a --rate"),
        (!s.ComesBack || s.Topics % Math.Max(1, s.Publishers) == 0, $"--publishers is {s.Publishers}: publishers have topics of their own, so it must divide --topics ({s.Topics})"),
        (s.Kind != ScenarioKind.Recovery || (s.Missed > 0 && s.Missed % s.TopicsPerConnection == 0), "a recovery load needs --missed, a multiple of --topics-per-connection"),
        (s.Restarts == 0 || s.ServerCommand is not null, "--restarts needs --server-command"),
        (s.Kind != ScenarioKind.Fairness || s is { QuietTopics: > 0 and <= 100_000, QuietSubscribers: > 0 and <= 1000, QuietRate: > 0, Rate: 0, SlowReaders: 0, Kills: 0 }, "a fairness load needs --quiet-topics, --quiet-subscribers and --quiet-rate, and its firehose is a closed loop: --rate must be 0"),
        (s.Kind != ScenarioKind.Fairness || s.Duration > TimeSpan.Zero, "a fairness load needs --duration"),
        (s.Kind != ScenarioKind.Kill || s.Rate > 0, "a kill load publishes at a --rate"),
    ];

    private static bool Has(string text, params ReadOnlySpan<string> schemes) =>
        Uri.TryCreate(text.Replace("{topic}", "topic", StringComparison.Ordinal), UriKind.Absolute, out var url) && schemes.Contains(url.Scheme);
}
