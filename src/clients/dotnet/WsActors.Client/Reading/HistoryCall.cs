using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WsActors.Client.Core;
using WsActors.Client.Wire;

namespace WsActors.Client.Reading;

/// <summary>A request for a part of the history.</summary>
internal sealed class HistoryCall<T>(ReadOnlyMemory<byte> request, string topic, JsonTypeInfo<T> type) : Call(request, "connection_lost")
{
    private readonly TaskCompletionSource<HistoryPage<T>> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<HistoryPage<T>> Result => _result.Task;

    public override void Fail(WsActorsException error) => _result.TrySetException(error);

    protected override void Complete(in ServerMessage answer)
    {
        Position? position = answer.Epoch.IsEmpty ? null : answer.Position;
        MissedRange? missed = answer.Missed.IsEmpty ? null : JsonSerializer.Deserialize(answer.Missed, WireJson.Default.MissedRange);
        var gap = missed is null ? null : new Gap(topic, missed.From, missed.To, missed.Reason);
        HistoryEntry[] entries = JsonSerializer.Deserialize(answer.Messages, WireJson.Default.HistoryEntryArray) ?? [];
        _result.TrySetResult(new HistoryPage<T>(position, answer.Recovered, gap, [.. entries.Select(entry => MessageOf(entry, position?.Epoch ?? ""))]));
    }

    private Message<T> MessageOf(HistoryEntry entry, string epoch)
    {
        var at = new Position(epoch, entry.Offset ?? 0);
        var isBinary = entry.Encoding == "base64";
        try
        {
            return new Message<T>(topic, entry.Data.Deserialize(type)!, at, entry.Offset is not null, isBinary);
        }
        catch (Exception e)
        {
            var error = new WsActorsException("invalid_data", $"A message of {topic} could not be read as {typeof(T).Name}: {e.Message}", e);
            return new Message<T>(topic, error, at, entry.Offset is not null, isBinary);
        }
    }
}
