using System.Text.Json;
using System.Threading.Channels;
using WsActors.Client;

namespace WsActors.Server.Tests.Clients;

/// <summary>The application of a .NET client under test: reads a subscription, and writes down what it gets.</summary>
internal sealed class ClientLog : IAsyncDisposable
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task _reading;

    public ClientLog(Subscription<JsonElement> subscription)
    {
        Subscription = subscription;
        subscription.StateChanged += state => _lines.Writer.TryWrite($"{state}");
        _reading = ReadAsync();
    }

    public Subscription<JsonElement> Subscription { get; }

    /// <summary>The next message or gap; states are passed over.</summary>
    public async Task<string> NextAsync()
    {
        while (true)
        {
            using var limit = new CancellationTokenSource(ChildProcess.Timeout);
            var line = await _lines.Reader.ReadAsync(limit.Token);
            if (!Enum.TryParse<SubscriptionState>(line, out _))
                return line;
        }
    }

    /// <summary>The messages and gaps up to one, which is the last of them.</summary>
    public async Task<IReadOnlyList<string>> UntilAsync(string last)
    {
        var lines = new List<string>();
        do
            lines.Add(await NextAsync());
        while (lines[^1] != last);
        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        await Subscription.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var message in Subscription)
            {
                _lines.Writer.TryWrite(message.Gap is { } gap
                    ? $"gap {gap.Reason} {gap.Reload}"
                    : $"{message.Data} at {message.Position.Offset}");
            }

            _lines.Writer.TryWrite("end");
        }
        catch (WsActorsException e)
        {
            _lines.Writer.TryWrite($"error {e.Code}");
        }
    }
}
