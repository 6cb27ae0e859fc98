using System.Diagnostics;
using Spectre.Console;
using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Runs;

namespace WsActors.LoadTest.Results;

/// <summary>One line that keeps itself current on a terminal; a plain line every five seconds elsewhere.</summary>
internal sealed class ProgressDisplay : IDisplay, IDisposable
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan OnPaper = TimeSpan.FromSeconds(5);

    private readonly IAnsiConsole _console;
    private readonly Fleet _fleet;
    private readonly ILiveFigures _figures;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _task;
    private volatile string _phase = "starting";

    public ProgressDisplay(IAnsiConsole console, Fleet fleet, ILiveFigures figures)
    {
        (_console, _fleet, _figures) = (console, fleet, figures);
        _task = console.Profile.Out.IsTerminal ? RunOnTerminalAsync() : RunOnPaperAsync();
    }

    public void Phase(string name)
    {
        _phase = name;
        if (!_console.Profile.Out.IsTerminal)
            _console.WriteLine(Line(0));
    }

    public void Dispose()
    {
        _stop.Cancel();
        _task.Wait();
        _stop.Dispose();
    }

    private Task RunOnTerminalAsync() =>
        _console.Status().Spinner(Spinner.Known.Dots).StartAsync(
            "starting",
            status => RepeatAsync(OnTerminal, perSecond => status.Status = Markup.Escape(Line(perSecond))));

    private Task RunOnPaperAsync() => RepeatAsync(OnPaper, perSecond => _console.WriteLine(Line(perSecond)));

    private async Task RepeatAsync(TimeSpan interval, Action<double> show)
    {
        var (before, beforeAt) = (_figures.Delivered, Stopwatch.GetTimestamp());
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(interval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var (delivered, now) = (_figures.Delivered, Stopwatch.GetTimestamp());
            if (!_stop.IsCancellationRequested)
                show((delivered - before) / Stopwatch.GetElapsedTime(beforeAt, now).TotalSeconds);
            (before, beforeAt) = (delivered, now);
        }
    }

    private string Line(double perSecond)
    {
        var violations = _figures.Violations == 0 ? "" : $", {_figures.Violations} VIOLATIONS";
        return $"{_phase}: {_fleet.Figures.Ready} connected, {_figures.Delivered} delivered, {perSecond:0}/s{_figures.Details}{violations}";
    }
}
