using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Event;

namespace WsActors.Cluster.Tests.Nodes;

/// <summary>Collects the log of a node.</summary>
public sealed class LogLines : UntypedActor
{
    private readonly Lines _lines = Context.System.Settings.Setup.Get<Lines>().Value;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger: Sender.Tell(new LoggerInitialized()); break;
            case LogEvent happened: _lines.Add(happened); break;
        }
    }

    /// <summary>The lines of one node.</summary>
    public sealed class Lines : Setup
    {
        private readonly ConcurrentQueue<(LogLevel Level, string Text)> _all = new();

        public void Add(LogEvent happened) => _all.Enqueue((happened.LogLevel(), $"{happened.LogLevel()} {happened.LogClass.Name}: {happened.Message} {happened.Cause?.Message}"));

        /// <summary>All lines that hold a text.</summary>
        public IReadOnlyList<string> With(string text) => [.. _all.Select(line => line.Text).Where(line => line.Contains(text, StringComparison.Ordinal))];

        public override string ToString() => string.Join('\n', _all.Select(line => line.Text));
    }
}
