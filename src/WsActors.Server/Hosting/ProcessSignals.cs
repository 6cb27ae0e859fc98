using System.Runtime.InteropServices;

namespace WsActors.Server.Hosting;

/// <summary>
/// The signals that the host leaves alone. SIGHUP, which a closing terminal sends, would end the process; a second SIGTERM
/// or Ctrl-C would change nothing.
/// </summary>
internal sealed class ProcessSignals : IDisposable
{
    /// <summary>
    /// A second signal within this time counts as the first: a program such as <c>dotnet run</c> passes on what its whole
    /// process group has been sent.
    /// </summary>
    private static readonly TimeSpan SameSignal = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly IReadOnlyList<PosixSignalRegistration> _registrations;
    private long? _stopAt;

    public ProcessSignals(TimeProvider time)
    {
        _time = time;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangup),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => OnStop()),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => OnStop()),
        ];
    }

    /// <summary>SIGHUP came. Raised on any thread.</summary>
    public event Action? HungUp;

    /// <summary>A second SIGTERM or Ctrl-C came: the operator does not want to wait. Raised on any thread.</summary>
    public event Action? Hurried;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void OnHangup(PosixSignalContext context)
    {
        context.Cancel = true;
        HungUp?.Invoke();
    }

    /// <summary>Notes a signal that stops the process. The host handles the first.</summary>
    internal void OnStop()
    {
        if (_stopAt is not { } first)
            _stopAt = _time.GetTimestamp();
        else if (_time.GetElapsedTime(first) >= SameSignal)
            Hurried?.Invoke();
    }
}
