using System.Net;
using WsActors.Actors.Runtime;
using WsActors.AspNetCore.Access;
using WsActors.Protocol.Limits;

namespace WsActors.Server.Admin;

/// <summary>
/// Logs who called which part of the admin API, under a category of its own, so that it can be kept apart from other logs, and publishes the same to a
/// topic if the settings name one. Keys are shown by their names. Thread-safe.
/// </summary>
internal sealed partial class AuditLog(ILoggerFactory loggers, ApiKeys keys, AuditTopic topic, TimeProvider time)
{
    private const string Category = "WsActors.Server.Audit";

    // A client that guesses keys must not fill the disk.
    private static readonly RateLimit RefusalLimit = new(perSecond: 1, burst: 10);

    private readonly ILogger _log = loggers.CreateLogger(Category);
    private readonly NodeClock _clock = new(time);
    private RateMeter _refusals;
    private int _unlogged;

    /// <summary>Logs a call that has been answered.</summary>
    public void Called(AuditedCall call, int status, TimeSpan duration)
    {
        var (name, milliseconds) = (keys.NameOf(call.Key), (long)duration.TotalMilliseconds);
        LogCall(_log, name, call.Client, call.Method, call.Path, call.Target, status, milliseconds);
        topic.Publish(AuditEntry.Of(call, time.GetUtcNow()) with { Key = name, Status = status, Milliseconds = milliseconds });
    }

    /// <summary>Logs a request without a valid key; if there are many, one per second.</summary>
    public void Refused(HttpContext context, string cause)
    {
        if (!RateMeter.TryTakeShared(ref _refusals, RefusalLimit, _clock.Now, 1, out _))
        {
            Interlocked.Increment(ref _unlogged);
            return;
        }

        var (call, unlogged) = (AuditedCall.Of(context), Interlocked.Exchange(ref _unlogged, 0));
        LogRefusal(_log, call.Client, cause, call.Method, call.Path, call.Target, unlogged);
        topic.Publish(AuditEntry.Of(call, time.GetUtcNow()) with { Refused = cause, Missing = unlogged });
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Key} from {Client}: {Method} {Path} {Target}: {Status} in {Milliseconds} ms")]
    private static partial void LogCall(ILogger log, string key, IPAddress? client, string method, string path, string target, int status, long milliseconds);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Refused {Client}, {Cause}: {Method} {Path} {Target}; others since the last line: {Unlogged}")]
    private static partial void LogRefusal(ILogger log, IPAddress? client, string cause, string method, string path, string target, int unlogged);
}
