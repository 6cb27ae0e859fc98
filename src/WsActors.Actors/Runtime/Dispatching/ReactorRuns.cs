using Akka.Dispatch;

namespace WsActors.Actors.Runtime.Dispatching;

/// <summary>
/// Mailboxes that a reactor's own thread runs after it has passed on a batch of reports. This spares each of them the way through another
/// thread's queue and that thread's wake-up. Only the reactor's thread uses it.
/// </summary>
/// <remarks>
/// While mailboxes run, the reactor takes no reports. Therefore it runs them for <see cref="Budget"/>, and hands what is left to the thread pool:
/// a connection that computes for long delays the others by that one run, not by all that it does.
/// </remarks>
internal sealed class ReactorRuns(TimeProvider time)
{
    /// <summary>A batch of a hundred echoes takes half of it.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(2);

    [ThreadStatic]
    private static ReactorRuns? _ofThread;

    private readonly Queue<IRunnable> _waiting = [];

    /// <summary>From now on the calling thread is a reactor's.</summary>
    public static ReactorRuns BeginOnThisThread(TimeProvider time) => _ofThread = new ReactorRuns(time);

    /// <summary>Returns false if the calling thread is no reactor's.</summary>
    public static bool TryAddOnThisThread(IRunnable run)
    {
        if (_ofThread is not { } runs)
            return false;

        runs._waiting.Enqueue(run);
        return true;
    }

    public static void RunOnPool(IRunnable run) => ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: true);

    /// <summary>Runs the waiting mailboxes, and those that are added meanwhile, as long as the budget allows.</summary>
    public void RunAll()
    {
        if (_waiting.Count == 0)
            return;

        var started = time.GetTimestamp();
        while (_waiting.TryDequeue(out var run))
        {
            run.Run();
            if (_waiting.Count > 0 && time.GetElapsedTime(started) >= Budget)
                HandOver();
        }
    }

    private void HandOver()
    {
        while (_waiting.TryDequeue(out var run))
            RunOnPool(run);
    }
}
