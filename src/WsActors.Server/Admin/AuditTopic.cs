using System.Text.Json;
using WsActors.Actors.Model;
using WsActors.Actors.Topics.Messages;
using WsActors.AspNetCore.Node;
using WsActors.AspNetCore.Options;
using WsActors.Protocol.Topics;

namespace WsActors.Server.Admin;

/// <summary>
/// Publishes the entries of the audit log to a topic, if the settings name one. It does not use the admin API, because that would write another entry. Nobody waits
/// for it, and it throws nothing: entries that cannot be published are counted, and the next one that can has their number. Thread-safe.
/// </summary>
internal sealed partial class AuditTopic(PushNode node, AdminOptions options, ILogger<AuditTopic> log)
{
    /// <summary>The most entries that may wait for the node. Later ones are counted as lost.</summary>
    private const int MaxPending = 256;

    private readonly TopicName? _topic = options.AuditTopic.Length == 0 ? null : TopicName.Parse(options.AuditTopic);
    private int _pending;
    private long _missing;

    /// <summary>Publishes an entry, unless too many wait.</summary>
    public void Publish(AuditEntry entry)
    {
        if (_topic is null)
            return;

        if (Interlocked.Increment(ref _pending) > MaxPending)
        {
            Interlocked.Decrement(ref _pending);
            Interlocked.Increment(ref _missing);
            return;
        }

        _ = PublishAsync(_topic, entry);
    }

    private async Task PublishAsync(TopicName topic, AuditEntry entry)
    {
        var missing = Interlocked.Exchange(ref _missing, 0) + (entry.Missing ?? 0);
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(entry with { Missing = missing > 0 ? missing : null }, AuditEntryJson.Default.AuditEntry);
            if (!Publication.TryParseJson(json, out var publication, out _)
                || await node.AskTopicsAsync(new TopicRequest.Publish(topic, publication, PublicationSource.Server)) is not TopicReply.Published)
                Interlocked.Add(ref _missing, missing + 1);
        }
        catch (Exception fault)
        {
            // The entry is in the log already, and nobody observes this task: it must not fail.
            Interlocked.Add(ref _missing, missing + 1);
            LogFault(fault, topic);
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "An entry of the audit log could not be published to {Topic}")]
    private partial void LogFault(Exception fault, TopicName topic);
}
