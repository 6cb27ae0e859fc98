using Akka.Dispatch;

namespace WsActors.Actors.Runtime.Dispatching;

/// <summary>Runs mailboxes on the reactor whose thread has filled them, or on the thread pool.</summary>
internal sealed class InboundExecutor(string id) : ExecutorService(id)
{
    public override void Execute(IRunnable run)
    {
        if (!ReactorRuns.TryAddOnThisThread(run))
            ReactorRuns.RunOnPool(run);
    }

    public override void Shutdown()
    {
    }
}
