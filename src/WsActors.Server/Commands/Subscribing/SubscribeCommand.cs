using System.CommandLine;
using System.Globalization;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.Subscribing;

/// <summary>Prints the messages of topics as they arrive. After a lost connection it continues where it was.</summary>
internal sealed class SubscribeCommand
{
    private readonly Argument<string[]> _topics = new("TOPIC") { Description = "The names of topics", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _since = new("--since") { Description = "Starts with the messages after this position instead of the next one; for one topic", HelpName = "EPOCH/OFFSET" };
    private readonly Option<bool> _json = new("--json") { Description = "Prints every event as the server sends it, one per line: messages, gaps and positions" };
    private readonly Option<int?> _count = new("--count") { Description = "Ends after this number of messages", HelpName = "NUMBER" };
    private readonly AddressOption _url = new("--url", "push listener", "WSACTORS_URL", "ws", "ws://127.0.0.1:8080/connect");
    private readonly SecretOption _token = new("--token", "TOKEN", "A client's token", "token", "WSACTORS_TOKEN");
    private readonly CommandOutput _output;

    public SubscribeCommand(CommandOutput output)
    {
        _output = output;
        Command.Arguments.Add(_topics);
        foreach (var option in new Option[] { _since, _json, _count })
            Command.Options.Add(option);
        _url.AddTo(Command);
        _token.AddTo(Command);
        Command.SetAction((line, cancellation) => RunAsync(line, cancellation));
    }

    public Command Command { get; } = new(CommandNames.Subscribe, "Prints the messages of topics as they arrive, and reconnects without losing any.");

    private async Task<int> RunAsync(ParseResult line, CancellationToken stop)
    {
        var names = line.GetRequiredValue(_topics).Distinct().ToArray();
        var since = line.GetValue(_since) is { } text ? StartPosition.Parse(text) : null;
        if (since is not null && names.Length > 1)
            throw new UsageException("--since names a position of one topic: subscribe to each topic by a command of its own");
        if (line.GetValue(_count) is < 1 and var count)
            throw new UsageException($"--count is {count}: a number from 1 is needed");

        var topics = new SubscribedTopics(names, since);
        var printer = new EventPrinter(_output, line.GetValue(_json), namesTopics: names.Length > 1, line.GetValue(_count));
        await FollowAsync(topics, printer, _url.Read(line), _token.Read(line), stop);
        return 0;
    }

    private async Task FollowAsync(SubscribedTopics topics, EventPrinter printer, Uri url, string? token, CancellationToken stop)
    {
        var (backOff, wasEstablished) = (new BackOff(Random.Shared.NextDouble), false);
        while (true)
        {
            using var connection = new SubscriptionConnection(topics, printer, _output);
            var end = await connection.RunAsync(wasEstablished ? Resuming(url) : url, token, stop);
            if (stop.IsCancellationRequested || printer.IsDone)
                return;
            if (topics.Names.Count == 0)
                throw new CommandFailedException("The server has ended all subscriptions");

            wasEstablished |= connection.IsEstablished;
            if (!end.MayReturn || !wasEstablished)
                throw new CommandFailedException(Explain(url, end, wasEstablished));
            if (connection.IsEstablished)
                backOff.Reset();

            var wait = backOff.Next(end.Wait);
            _output.Notice(string.Create(CultureInfo.InvariantCulture, $"{end.Text}; reconnecting in {wait.TotalSeconds:0.0} s"));
            if (!await WaitAsync(wait, stop))
                return;
        }
    }

    private static string Explain(Uri url, ConnectionEnd end, bool wasEstablished) => wasEstablished || !end.MayReturn
        ? $"{url}: {end.Text}"
        : $"{url}: {end.Text}. Start the node, or name its push listener with --url";

    private static async Task<bool> WaitAsync(TimeSpan time, CancellationToken stop)
    {
        try
        {
            await Task.Delay(time, stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // Clients that were connected a moment ago take precedence.
    private static Uri Resuming(Uri url) => new UriBuilder(url) { Query = url.Query.Length > 0 ? $"{url.Query}&resume=true" : "resume=true" }.Uri;
}
