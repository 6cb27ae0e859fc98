using WsActors.Client.Wire;

namespace WsActors.Client.Core;

/// <summary>The time limit of an attempt, and of silence on a connection (rules 2, 13 and 14).</summary>
/// <param name="core">The client whose connection is abandoned.</param>
internal sealed class Silence(ClientCore core)
{
    private readonly CoreTimer _timer = new(core.Timers);

    // Null: whatever is received sets the timer.
    private long? _since;

    public void WatchAttempt() => Watch(core.Attempts.Drop, Times.Attempt);

    public void Stop()
    {
        _timer.Cancel();
        _since = null;
    }

    /// <summary>Notes that something was received.</summary>
    public void OnReceived(Welcome welcome)
    {
        if (_since is not { } since || core.Timers.Now - since >= Times.Rearm)
            Watch(Probe, welcome.KeepAlive + Times.Silence);
    }

    public void Probe()
    {
        core.Send(RequestText.Ping);
        Watch(core.Attempts.Drop, Times.Probe);
        _since = null;
    }

    /// <summary>Lets the next thing received set the timer.</summary>
    public void Restart() => _since = null;

    private void Watch(Action callback, long milliseconds)
    {
        _since = core.Timers.Now;
        _timer.Set(milliseconds, callback);
    }
}
