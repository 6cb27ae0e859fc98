using System.Diagnostics;
using System.Globalization;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Clusters.Million;

/// <summary>Starts as many nodes with their clients as the machine carries, and publishes to all of them.</summary>
internal sealed class MillionRun(ServerCluster cluster, MillionPlan plan, Action<string> progress) : IDisposable
{
    // So many processes of clients connect at a time: each attempt costs both sides, and the nodes' heartbeats share the cores.
    private const int ConnectingAtOnce = 4;
    private const int MostCalms = 9;

    // Of a node's memory: with few clients, what others on the machine do hides it.
    private const long Least = 1024 * 1024;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(10);

    private readonly uint _run = (uint)Random.Shared.NextInt64(1L << 32);
    private readonly List<Crowd> _crowds = [];
    private readonly List<string> _faults = [];
    private MillionReport _report = new();
    private string? _limit;
    private long _firstWithoutClients;
    private long _firstWithClients;
    private double _firstSeconds;

    /// <summary>Does all of it.</summary>
    /// <exception cref="IOException">The cluster does not start.</exception>
    public async Task<MillionReport> RunAsync()
    {
        var available = AvailableMemory.Read();
        await StartAsync(available);
        await ConnectAsync(available);
        await PublishAsync();
        return _report with { Limit = _limit, Faults = _faults };
    }

    public void Dispose()
    {
        foreach (var crowd in _crowds)
            crowd.Dispose();
    }

    // The first node shows with its clients what one costs; then it is known how many there is memory for.
    private async Task StartAsync(long available)
    {
        var start = Stopwatch.GetTimestamp();
        cluster.StartOne();
        Require(await cluster.UntilWholeAsync(plan.LongestStep));
        _firstWithoutClients = await MemoryAsync();
        var (connecting, withoutClients) = (Stopwatch.GetTimestamp(), AvailableMemory.Read());
        AddCrowd(0);
        await UntilReadyAsync(plan.ConnectionsOf(0));
        _firstSeconds = Stopwatch.GetElapsedTime(connecting).TotalSeconds;
        _firstWithClients = await MemoryAsync();
        var cost = Math.Max(Least, available - AvailableMemory.Read());
        var ofClients = Math.Max(Least, withoutClients - AvailableMemory.Read());
        var affordable = 1 + (int)((available - cost - plan.ReserveBytes) / (cost * 1.1));
        var nodes = Math.Clamp(affordable, 1, plan.Nodes);
        progress($"a node with {plan.ConnectionsOf(0):#,0} clients takes {cost / 1024 / 1024} MiB of {available / 1024 / 1024}: {nodes} of {plan.Nodes} nodes");
        if (nodes < plan.Nodes)
            _limit = string.Create(CultureInfo.InvariantCulture, $"memory: a node with its clients takes {cost / 1024 / 1024} MiB, and {available / 1024 / 1024} MiB were available");

        var before = start;
        while (cluster.Nodes.Count < nodes && Stopwatch.GetElapsedTime(start) < plan.LongestStep)
        {
            // With more nodes, each of them takes more; the clients of those that run are still to come.
            if (AvailableMemory.Read() - (ofClients * cluster.Nodes.Count) < plan.ReserveBytes)
            {
                _limit = string.Create(CultureInfo.InvariantCulture, $"memory: {AvailableMemory.Read() / 1024 / 1024} MiB are left for the clients of {cluster.Nodes.Count} nodes, {ofClients / 1024 / 1024} MiB for each");
                break;
            }

            cluster.StartOne();
            Require(await cluster.UntilReadyAsync(cluster.Nodes.Count - 1, plan.LongestStep));
            if (Stopwatch.GetElapsedTime(before) > TimeSpan.FromSeconds(5))
                progress($"{cluster.Nodes.Count} of {nodes} nodes");
            before = Stopwatch.GetTimestamp();
        }

        if (cluster.Nodes.Count < nodes)
            _limit ??= string.Create(CultureInfo.InvariantCulture, $"time: only {cluster.Nodes.Count} nodes were started in {plan.LongestStep.TotalMinutes:0} minutes");
        Require(await cluster.UntilWholeAsync(plan.LongestStep, Slowly()));
        _report = _report with { Nodes = cluster.Nodes.Count, SecondsToStart = Stopwatch.GetElapsedTime(start).TotalSeconds };
    }

    private async Task ConnectAsync(long available)
    {
        var before = await MemoryAsync() - _firstWithClients + _firstWithoutClients;
        var start = Stopwatch.GetTimestamp();
        var due = (long)plan.ConnectionsOf(0);
        var show = Slowly();
        while (_crowds.Count < cluster.Nodes.Count && _limit?.StartsWith("memory while", StringComparison.Ordinal) != true)
        {
            AddCrowd(_crowds.Count);
            due += plan.ConnectionsOf(_crowds.Count - 1);
            await UntilReadyAsync(due - (plan.PerNode * (ConnectingAtOnce - 1)), show);
        }

        await UntilReadyAsync(due, show);
        var reports = await ReportsAsync();
        _report = _report with
        {
            Connections = reports.Sum(report => report.Ready),
            SecondsToConnect = _firstSeconds + Math.Max(0, Stopwatch.GetElapsedTime(start, reports.Max(report => report.LastReadyAt)).TotalSeconds),
            NodesBefore = before,
            NodesConnected = await MemoryAsync(),
            Crowds = reports.Sum(report => report.Memory),
            Machine = available - AvailableMemory.Read(),
        };
        progress($"{_report.Connections:#,0} clients");
    }

    private async Task PublishAsync()
    {
        _report = _report with { IdleBytesPerSecond = await IdleAsync() };
        using var publisher = new CrowdPublisher(cluster.Admins[0], plan.Payload, _run, plan.LongestDelivery);
        for (var round = 0; round < plan.Rounds; round++)
            await TryPublishAsync(publisher, "one to all", round, [CrowdTopics.All]);

        await TryPublishAsync(
            publisher, string.Create(CultureInfo.InvariantCulture, $"one to each of {plan.Groups} topics"), plan.Rounds, [.. Enumerable.Range(0, plan.Groups).Select(CrowdTopics.OfGroup)]);
        foreach (var report in await ReportsAsync())
        {
            if (report.Faults > 0)
                _faults.Add($"{report.Faults} connections were lost or messages wrong");
            if (report.FewestReceived != plan.Rounds + 1 || report.MostReceived != plan.Rounds + 1)
                _faults.Add($"a client has received {report.FewestReceived} messages and another one {report.MostReceived}, instead of {plan.Rounds + 1}");
        }
    }

    // After so many subscriptions, topics may still be on their way to other nodes: measured until it becomes no less.
    private async Task<double> IdleAsync()
    {
        var perSecond = double.MaxValue;
        for (var attempt = 0; attempt < MostCalms; attempt++)
        {
            var bytes = Bytes();
            await Task.Delay(Calm);
            var now = (Bytes() - bytes) / Calm.TotalSeconds;
            progress($"between nodes without publications: {now / 1000:0.0} KB per second");
            if (attempt > 0 && now >= perSecond * 0.8)
                return Math.Min(now, perSecond);

            perSecond = now;
        }

        return perSecond;
    }

    // The rounds before it are still worth a table.
    private async Task TryPublishAsync(CrowdPublisher publisher, string name, long first, IReadOnlyList<string> topics)
    {
        try
        {
            _report = _report with { Rounds = [.. _report.Rounds, await PublishAsync(publisher, name, first, topics)] };
        }
        catch (IOException fault)
        {
            _faults.Add($"{name}: {fault.Message}");
        }
    }

    private async Task<CrowdRound> PublishAsync(CrowdPublisher publisher, string name, long first, IReadOnlyList<string> topics)
    {
        progress($"publishing {name}");
        var bytes = Bytes();
        var start = Stopwatch.GetTimestamp();
        var refusals = await publisher.PublishAsync(first, topics);
        var answered = Stopwatch.GetElapsedTime(start);
        CrowdDelivery[] deliveries;
        long delivered;
        do
        {
            await Task.Delay(Step);
            deliveries = [.. (await ReportsAsync()).SelectMany(report => report.Publications).Where(one => one.Number >= first && one.Number < first + topics.Count)];
            delivered = deliveries.Sum(one => (long)one.Count);
        }
        while (delivered < _report.Connections && Stopwatch.GetElapsedTime(start) < plan.LongestDelivery);

        var between = Bytes() - bytes - (_report.IdleBytesPerSecond * Stopwatch.GetElapsedTime(start).TotalSeconds);
        if (delivered != _report.Connections)
            _faults.Add($"{name}: {delivered} deliveries instead of {_report.Connections}");
        return new CrowdRound(
            name, topics.Count, refusals, _report.Connections, delivered, answered.TotalSeconds, SecondsTo(deliveries.Select(one => one.First).DefaultIfEmpty(start).Min()),
            SecondsTo(deliveries.Select(one => one.Last).DefaultIfEmpty(start).Max()), between / topics.Count);

        double SecondsTo(long time) => Stopwatch.GetElapsedTime(start, time).TotalSeconds;
    }

    private void AddCrowd(int node) => _crowds.Add(new Crowd(cluster.Urls[node], plan.ConnectionsOf(node), node * plan.PerNode, plan.Groups, _run));

    // Ends early if memory runs out; then nobody connects any more.
    private async Task UntilReadyAsync(long count, Action<string>? show = null)
    {
        var (last, movedAt) = (-1L, Stopwatch.GetTimestamp());
        while (true)
        {
            var reports = await ReportsAsync();
            var ready = reports.Sum(report => report.Ready);
            if (ready >= count)
                return;

            show?.Invoke($"{ready:#,0} clients are connected");
            if (ready != last)
                (last, movedAt) = (ready, Stopwatch.GetTimestamp());
            if (AvailableMemory.Read() is var left && left < plan.ReserveBytes)
                _limit = $"memory while clients connected: {left / 1024 / 1024} MiB were left";
            else if (Stopwatch.GetElapsedTime(movedAt) > TimeSpan.FromMinutes(1))
                _limit = $"no client could connect for a minute: {string.Join(", ", reports.SelectMany(report => report.Refusals.Keys).Distinct())}";

            if (_limit?.Contains("connect", StringComparison.Ordinal) == true)
            {
                foreach (var crowd in _crowds)
                    await crowd.HaltAsync();
                return;
            }

            await Task.Delay(Step);
        }
    }

    private async Task<CrowdReport[]> ReportsAsync() => await Task.WhenAll(_crowds.Select(crowd => crowd.ReportAsync()));

    private async Task<long> MemoryAsync() => (await cluster.Probe.ReadAsync())?.ResidentBytes ?? 0;

    private double Bytes() => PeerTraffic.BytesSent(cluster.ClusterPorts) ?? double.NaN;

    private static void Require(string? missing)
    {
        if (missing is not null)
            throw new IOException(missing);
    }

    // A line of progress every five seconds.
    private Action<string> Slowly()
    {
        var last = Stopwatch.GetTimestamp();
        return text =>
        {
            if (Stopwatch.GetElapsedTime(last) < TimeSpan.FromSeconds(5))
                return;

            last = Stopwatch.GetTimestamp();
            progress(text);
        };
    }
}
