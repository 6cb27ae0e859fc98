using Akka.Dispatch;
using Microsoft.Extensions.Time.Testing;
using WsActors.Actors.Runtime.Dispatching;

namespace WsActors.Actors.Tests.Runtime;

public sealed class ReactorRunsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<(string Name, bool OnReactor)> _ran = [];
    private readonly CountdownEvent _onPool = new(1);

    [Fact]
    public void Another_thread_than_a_reactors_takes_nothing() => OnNewThread(() =>
        Assert.False(ReactorRuns.TryAddOnThisThread(new Run(() => { }))));

    [Fact]
    public void What_is_added_on_a_reactors_thread_runs_there_in_its_order() => OnNewThread(() =>
    {
        var runs = ReactorRuns.BeginOnThisThread(_time);
        Add("a");
        Add("b");
        Assert.Empty(_ran);

        runs.RunAll();

        Assert.Equal([("a", true), ("b", true)], _ran);
    });

    [Fact]
    public void What_a_run_adds_runs_in_the_same_batch() => OnNewThread(() =>
    {
        var runs = ReactorRuns.BeginOnThisThread(_time);
        Assert.True(ReactorRuns.TryAddOnThisThread(new Run(() => Add("added"))));

        runs.RunAll();

        Assert.Equal([("added", true)], _ran);
    });

    [Fact]
    public void What_waits_behind_a_run_that_uses_up_the_budget_goes_to_the_pool() => OnNewThread(() =>
    {
        var runs = ReactorRuns.BeginOnThisThread(_time);
        Assert.True(ReactorRuns.TryAddOnThisThread(new Run(() => _time.Advance(ReactorRuns.Budget))));
        Add("waits");

        runs.RunAll();

        Assert.True(_onPool.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal([("waits", false)], _ran);
    });

    [Fact]
    public void Each_batch_has_a_budget_of_its_own() => OnNewThread(() =>
    {
        var runs = ReactorRuns.BeginOnThisThread(_time);
        _time.Advance(ReactorRuns.Budget);
        Add("a");
        Add("b");

        runs.RunAll();

        Assert.Equal([("a", true), ("b", true)], _ran);
    });

    public void Dispose() => _onPool.Dispose();

    private void Add(string name)
    {
        var reactor = Environment.CurrentManagedThreadId;
        Assert.True(ReactorRuns.TryAddOnThisThread(new Run(() =>
        {
            _ran.Add((name, Environment.CurrentManagedThreadId == reactor));
            if (Environment.CurrentManagedThreadId != reactor)
                _onPool.Signal();
        })));
    }

    // The runs belong to a thread, which must not be one of the test runner's.
    private static void OnNewThread(Action test)
    {
        Exception? fault = null;
        var thread = new Thread(() => fault = Record.Exception(test));
        thread.Start();
        thread.Join();
        Assert.Null(fault);
    }

    private sealed class Run(Action action) : IRunnable
    {
        void IRunnable.Run() => action();

        public void Execute() => action();
    }
}
