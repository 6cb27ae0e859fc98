using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Event;

namespace WsActors.Cluster.Wire;

/// <summary>
/// Logs messages of other nodes that cannot be read, with at most one line in ten seconds. There is one per actor system, because Akka may make several
/// serializers of a kind for it. Thread-safe.
/// </summary>
internal sealed class UnreadableLog
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);
    private static readonly ConditionalWeakTable<ActorSystem, UnreadableLog> All = [];

    private readonly Lock _lock = new();
    private TimeSpan? _nextLine;
    private long _unlogged;

    private UnreadableLog()
    {
    }

    /// <summary>The log of an actor system.</summary>
    public static UnreadableLog Of(ActorSystem system) => All.GetValue(system, _ => new UnreadableLog());

    /// <summary>Counts a message, and logs it if it is time for a line.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="manifest">The name of the message's type.</param>
    /// <param name="fault">The reason for which it cannot be read.</param>
    public void Add(ActorSystem system, string manifest, string fault)
    {
        lock (_lock)
        {
            _unlogged++;
            var now = system.Scheduler.MonotonicClock;
            if (_nextLine is { } next && now < next)
                return;

            Logging.GetLogger(system, typeof(NodeSerializer)).Warning("Dropped {Messages} messages of other nodes that cannot be read; the last is \"{Manifest}\": {Fault}", _unlogged, Shortened(manifest), fault);
            _nextLine = now + BetweenLines;
            _unlogged = 0;
        }
    }

    private static string Shortened(string manifest) => manifest.Length <= 64 ? manifest : $"{manifest[..64]}…";
}
