using System.Collections.Concurrent;
using Akka.Actor;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Storage;

namespace WsActors.AspNetCore.Storage;

/// <summary>
/// Executes the topics' requests on a thread of its own. Requests that arrive while the disk is busy are written together, in one
/// transaction with one sync, so that the cost per publication falls as the load grows.
/// </summary>
internal sealed partial class HistoryStore : IHistoryStore, IDisposable
{
    private const int MaxGroup = 1000;

    /// <summary>Interval of the maintenance: deleting expired messages, measuring the size and testing a failed disk.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly BlockingCollection<StorageRequest> _requests = [];
    private readonly HistoryFile _file;
    private readonly StorageState _state;
    private readonly StorageTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly ILogger<HistoryStore> _log;
    private readonly Thread _thread;
    private StorageRequest? _next;
    private long _lookedAfterAt;
    private (long Bytes, long Topics) _reported;
    private bool _isDisposed;

    /// <param name="file">The file, which is closed with the store.</param>
    /// <param name="state">The state for health checks.</param>
    /// <param name="telemetry">Counts requests and sizes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log for operators.</param>
    public HistoryStore(HistoryFile file, StorageState state, ServerTelemetry telemetry, TimeProvider time, ILogger<HistoryStore> log)
    {
        _file = file;
        _state = state;
        _telemetry = telemetry.Storage;
        _time = time;
        _log = log;
        _telemetry.Became(available: true);
        if (file.Fault is { } fault)
            BecomeUnavailable(fault, fault.Message);
        else
            LogOpened();
        _thread = new Thread(Run) { Name = "history store", IsBackground = true };
        _thread.Start();
    }

    public void Submit(StorageRequest request)
    {
        try
        {
            _requests.Add(request);
        }
        catch (InvalidOperationException)
        {
            Answer(new StorageAnswer.Failed(request, new StorageFault(StorageFault.Stopped, "the server stops")));
        }
    }

    // The file belongs to this process alone.
    public void TakeOver(TakeBucket request) => request.ReplyTo.Tell(new BucketTaken(request, request.AtLeast, null), ActorRefs.NoSender);

    /// <summary>Executes the submitted requests and closes the file.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;

        _isDisposed = true;
        _requests.CompleteAdding();
        _thread.Join();
        _file.Dispose();
        _requests.Dispose();
    }

    private void Run()
    {
        while (!_requests.IsCompleted || _next is not null)
        {
            if (TryTake(Interval, out var request))
                CarryOut(request);
            if (_time.GetElapsedTime(_lookedAfterAt) >= Interval)
                RunMaintenance();
        }
    }

    private void CarryOut(StorageRequest request)
    {
        if (IsRead(request))
        {
            Read(request);
            return;
        }

        // A read must see only what is safely on disk, so it waits for the group before it.
        var group = new List<StorageRequest> { request };
        while (group.Count < MaxGroup && TryTake(TimeSpan.Zero, out var next))
        {
            if (IsRead(next))
            {
                _next = next;
                break;
            }

            group.Add(next);
        }

        Commit(group);
    }

    private static bool IsRead(StorageRequest request) => request is StorageRequest.Load or StorageRequest.ReadPage;

    // If one request is at fault, the others must not fail with it.
    private void Commit(List<StorageRequest> group)
    {
        if (TryCommit(group) is not { } fault)
        {
            foreach (var request in group)
                Answer(new StorageAnswer.Done(request));
        }
        else if (group.Count > 1)
        {
            foreach (var request in group)
                Commit([request]);
        }
        else
        {
            Answer(new StorageAnswer.Failed(group[0], fault));
        }
    }

    private StorageFault? TryCommit(List<StorageRequest> group)
    {
        var beganAt = _time.GetTimestamp();
        var messages = 0;
        var fault = Try(() =>
        {
            foreach (var request in group)
                messages += Write(request);
        }, isCounted: true);
        if (fault is null)
            _telemetry.Committed(messages, _time.GetElapsedTime(beganAt));
        return fault;
    }

    private int Write(StorageRequest request)
    {
        if (request is StorageRequest.Append append)
        {
            _file.Topics.Append(append);
            return append.Messages.Count;
        }

        _file.Topics.Trim((StorageRequest.Trim)request, _time.GetUtcNow());
        return 0;
    }

    private void Read(StorageRequest request)
    {
        try
        {
            EnsureOpen();
            Answer(request is StorageRequest.ReadPage page ? ReadPage(page) : Load(request));
        }
        catch (Exception exception)
        {
            Answer(new StorageAnswer.Failed(request, Note(exception)));
        }
    }

    private StorageAnswer.Read ReadPage(StorageRequest.ReadPage request) => _file.Topics.Read(request);

    private StorageAnswer.Loaded Load(StorageRequest request)
    {
        var (position, messages) = _file.Topics.Read(request.Topic, out var fault);
        if (fault is not null)
        {
            _telemetry.Failed(StorageFault.Damaged);
            LogDamaged(request.Topic.Value, fault);
        }

        return new StorageAnswer.Loaded(request, position, messages);
    }

    private bool TryTake(TimeSpan timeout, out StorageRequest request)
    {
        var next = _next;
        _next = null;
        if (next is null)
            return _requests.TryTake(out request!, timeout);

        request = next;
        return true;
    }

    private static void Answer(StorageAnswer answer) => answer.Request.ReplyTo.Tell(answer, ActorRefs.NoSender);
}
