namespace WsActors.Client.Core;

/// <summary>A time at which something is due, if it is set.</summary>
internal sealed class CoreTimer(Timers timers)
{
    private Action? _callback;

    /// <summary>The time at which it is due, or null.</summary>
    public long? Due { get; private set; }

    public bool IsSet => Due is not null;

    public void Set(long milliseconds, Action callback)
    {
        _callback = callback;
        Due = timers.Now + milliseconds;
        timers.Add(this, Due.Value);
    }

    public void Cancel() => Due = null;

    public void Run()
    {
        Due = null;
        _callback!();
    }
}
