using System.Diagnostics;
using WsActors.LoadTest.Network;
using WsActors.LoadTest.Results;

namespace WsActors.LoadTest.Clusters;

/// <summary>A node as a process. If it ends without having been asked to, it is started again, as by a service manager.</summary>
internal sealed class ServerNode : IAsyncDisposable
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(60);

    private readonly int _index;
    private readonly string _log;
    private readonly TimeSpan _restartAfter;
    private readonly Action<NodeEnd> _ended;
    private readonly SemaphoreSlim _mayRun = new(0);
    private readonly CancellationTokenSource _disposing = new();
    private readonly Task _supervision;
    private IReadOnlyList<string> _command;
    private Process? _process;
    private TaskCompletionSource _end = NewEnd();
    private volatile bool _isAsked;

    /// <param name="index">Its number.</param>
    /// <param name="command">What starts it.</param>
    /// <param name="log">The file that its output is appended to.</param>
    /// <param name="restartAfter">The time from an end that was not asked for to the next start.</param>
    /// <param name="ended">Receives each end of the process.</param>
    public ServerNode(int index, IReadOnlyList<string> command, string log, TimeSpan restartAfter, Action<NodeEnd> ended)
    {
        (_index, _command, _log, _restartAfter, _ended) = (index, command, log, restartAfter, ended);
        Start();
        _supervision = SuperviseAsync();
    }

    /// <summary>The process; null: there is none at the moment.</summary>
    public int? Id { get; private set; }

    /// <summary>Ends it by a signal and waits for the end. It stays away until <see cref="Resume"/>.</summary>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public async Task StopAsync(int signal)
    {
        _isAsked = true;
        var end = _end.Task;
        if (Id is { } id)
            _ = LinuxCalls.Kill(id, signal);
        await end.WaitAsync(LongestStop);
    }

    /// <summary>Replaces what starts it, from the next start on.</summary>
    public void Use(IReadOnlyList<string> command) => _command = command;

    /// <summary>Starts it again.</summary>
    public void Resume() => _mayRun.Release();

    /// <summary>Sends a signal that does not end it.</summary>
    public void Signal(int signal)
    {
        if (Id is { } id)
            _ = LinuxCalls.Kill(id, signal);
    }

    public async ValueTask DisposeAsync()
    {
        _isAsked = true;
        await _disposing.CancelAsync();
        if (Id is { } id)
        {
            // A stopped process does not end by SIGTERM, and nothing of it is needed any more.
            _ = LinuxCalls.Kill(id, LinuxCalls.SigKill);
        }

        await _supervision;
        _process?.Dispose();
        _mayRun.Dispose();
        _disposing.Dispose();
    }

    private async Task SuperviseAsync()
    {
        while (true)
        {
            await _process!.WaitForExitAsync(CancellationToken.None);
            Id = null;
            _ended(new NodeEnd(_index, _process.ExitCode, _isAsked));
            _end.TrySetResult();
            try
            {
                if (_isAsked)
                    await _mayRun.WaitAsync(_disposing.Token);
                else
                    await Task.Delay(_restartAfter, _disposing.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            _process.Dispose();
            Start();
        }
    }

    // The shell replaces itself by the command, so that the id is the node's.
    private void Start()
    {
        _isAsked = false;
        _end = NewEnd();
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >> \"$LOG\" 2>&1", "sh", .. _command]) { RedirectStandardInput = true };
        start.Environment["LOG"] = _log;
        _process = Process.Start(start)!;
        Id = _process.Id;

        // For a script that has to end what this process could not.
        File.AppendAllText(Path.Combine(Path.GetDirectoryName(_log)!, "nodes.pid"), $"{_process.Id}\n");
    }

    private static TaskCompletionSource NewEnd() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
