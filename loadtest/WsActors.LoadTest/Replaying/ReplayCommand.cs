using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Replaying;

/// <summary>The command <c>replay</c>.</summary>
internal sealed class ReplayCommand
{
    private const string JsonProtocol = "json";
    private const string JsonSubprotocol = "wsactors.v1.json";

    private readonly Argument<string> _file = new("file") { Description = "The export of a tap, from the console or from curl" };
    private readonly Option<string> _url = new("--url") { Description = "Where the clients connect, with the path", DefaultValueFactory = _ => "ws://127.0.0.1:8080/connect" };
    private readonly Option<string> _subprotocol = new("--subprotocol") { Description = "Sec-WebSocket-Protocol to ask for; none: what the file's protocol needs" };
    private readonly Option<string> _token = new("--token") { Description = "A token: the file has none" };
    private readonly Option<int> _connections = new("--connections") { Description = "Clients, each of which sends everything", DefaultValueFactory = _ => 1 };
    private readonly Option<double> _speed = new("--speed") { Description = "2: twice as fast as it was; 0: without pauses", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _settle = new("--settle") { Description = "The time for which answers are received after the last message", DefaultValueFactory = _ => "1s" };

    /// <summary>The command for the command line.</summary>
    public Command Command()
    {
        var command = new Command("replay", "Sends the messages of a client that was tapped again, at the times at which they came. Exit code 1: a connection was refused or closed.");
        command.Arguments.Add(_file);
        foreach (var option in new Option[] { _url, _subprotocol, _token, _connections, _speed, _settle })
            command.Options.Add(option);
        command.SetAction((line, _) => RunAsync(line));
        return command;
    }

    /// <summary>Replays a file with all its connections.</summary>
    public static Task<ReplayReport[]> ReplayAsync(ReplayFile file, ReplayOptions options) => Task.WhenAll(
        Enumerable.Range(0, options.Connections).Select(_ => new ReplayConnection(options, file.Messages).RunAsync()));

    private async Task<int> RunAsync(ParseResult line)
    {
        var path = line.GetValue(_file)!;
        if (!File.Exists(path))
            throw new UsageException($"there is no file {path}");

        var file = ReplayFile.Read(File.ReadLines(path));
        var options = OptionsOf(line, file);
        var clock = Stopwatch.StartNew();
        var reports = await ReplayAsync(file, options);
        Print(file, reports, clock.Elapsed);
        return reports.All(report => report.Fault is null) ? 0 : 1;
    }

    private ReplayOptions OptionsOf(ParseResult line, ReplayFile file)
    {
        var (url, connections, speed, settle) = (line.GetValue(_url), line.GetValue(_connections), line.GetValue(_speed), line.GetValue(_settle));
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("ws" or "wss"))
            throw new UsageException($"--url is \"{url}\": ws:// or wss:// is needed");
        if (connections < 1)
            throw new UsageException($"--connections is {connections}: 1 or more is needed");
        if (speed < 0 || double.IsNaN(speed))
            throw new UsageException($"--speed is {speed}: 0 or more is needed");

        return new ReplayOptions
        {
            Url = address,
            Subprotocol = line.GetValue(_subprotocol) ?? (file.Protocol == JsonProtocol ? JsonSubprotocol : null),
            Token = line.GetValue(_token),
            Connections = connections,
            Speed = speed,
            Settle = DurationText.TryParse(settle, out var time) ? time : throw new UsageException($"--settle is \"{settle}\": write 500ms, 30s, 5m or 1h"),
        };
    }

    private static void Print(ReplayFile file, ReplayReport[] reports, TimeSpan elapsed)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{reports.Length} connections sent {reports.Sum(report => report.Sent)} messages in {elapsed.TotalSeconds:0.0} s and received {reports.Sum(report => report.Received)}"));
        foreach (var (cause, count) in file.LeftOut)
            Console.WriteLine($"left out of the file: {count} × {cause}");
        foreach (var fault in reports.Where(report => report.Fault is not null).GroupBy(report => report.Fault))
            Console.WriteLine($"{fault.Count()} × {fault.Key}");
    }
}
