namespace WsActors.Client.Transport;

/// <summary>Tasks that nobody awaits until the end.</summary>
internal sealed class RunningTasks
{
    private readonly HashSet<Task> _tasks = [];
    private readonly Lock _gate = new();

    public void Start(Func<Task> run)
    {
        var task = Task.Run(run);
        lock (_gate)
            _tasks.Add(task);
        task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Completes when all have ended.</summary>
    public Task WhenEndedAsync()
    {
        lock (_gate)
            return Task.WhenAll(_tasks);
    }

    private void Forget(Task task)
    {
        lock (_gate)
            _tasks.Remove(task);
    }
}
