using System.Runtime.InteropServices;

namespace WsActors.Server.Hosting;

/// <summary>
/// Handles the signals that the host does not handle: SIGHUP, which a closing terminal sends and which would end the process, and a
/// second SIGTERM or Ctrl-C, which would have no effect.
/// </summary>
internal sealed class ProcessSignals : IDisposable
{
    /// <summary>
    /// A second signal within this time counts as the first, because programs such as <c>dotnet run</c> forward a signal that the whole
    /// process group has received already.
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

    /// <summary>Raised on any thread when SIGHUP arrives.</summary>
    public event Action? HungUp;

    /// <summary>
    /// Raised on any thread when a second SIGTERM or Ctrl-C arrives, which means that the operator does not want to wait.
    /// </summary>
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

    /// <summary>Records a signal that stops the process. The host itself handles the first one.</summary>
    internal void OnStop()
    {
        if (_stopAt is not { } first)
            _stopAt = _time.GetTimestamp();
        else if (_time.GetElapsedTime(first) >= SameSignal)
            Hurried?.Invoke();
    }
}
