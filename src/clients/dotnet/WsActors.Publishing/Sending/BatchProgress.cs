using System.Text.Json;
using WsActors.Publishing.Wire;

namespace WsActors.Publishing.Sending;

/// <summary>A batch on its way: results that are final, and messages that are worth another attempt.</summary>
internal sealed class BatchProgress
{
    private readonly IReadOnlyList<Publication> _messages;
    private readonly Dictionary<(int Index, string Topic), PublicationResult> _results = [];
    private List<(int Index, Publication Message)> _pending;

    /// <param name="messages">The messages, each with an idempotency key.</param>
    public BatchProgress(IReadOnlyList<Publication> messages)
    {
        _messages = messages;
        _pending = [.. messages.Select((message, index) => (index, message))];
    }

    /// <summary>True if the server has answered at least once.</summary>
    public bool HasResults => _results.Count > 0;

    /// <summary>The body of the next attempt.</summary>
    public byte[] Body => BatchText.Write(_pending.Select(pending => pending.Message));

    /// <summary>Takes the answer to an attempt.</summary>
    /// <returns>An error that is worth another attempt with the rest, or null if everything is final.</returns>
    public PublicationError? Take(byte[] body)
    {
        BatchAnswer answer = JsonSerializer.Deserialize(body, PublishingJson.Default.BatchAnswer)!;
        PublicationError? error = null;
        var rest = new List<(int Index, Publication Message)>();
        foreach (var (sent, result) in _pending.Zip(answer.Results))
        {
            var again = new List<string>();
            foreach (var topic in sent.Message.Topics)
            {
                var found = ResultOf(topic, sent.Message, result);
                _results[(sent.Index, topic)] = found;
                if (found.Error is { IsRetryable: true })
                    (error, _) = (error ?? found.Error, Add(again, topic));
            }

            if (again.Count > 0)
                rest.Add((sent.Index, sent.Message with { Topics = again }));
        }

        _pending = rest;
        return error;
    }

    /// <summary>Gives what is pending the error of the request.</summary>
    public void Fail(PublicationError error)
    {
        foreach (var (index, rest) in _pending)
        {
            foreach (var topic in rest.Topics)
                _results[(index, topic)] = new PublicationResult(topic, null, error with { IdempotencyKey = rest.Options.IdempotencyKey });
        }
    }

    /// <summary>The results, in the order of the messages and their topics.</summary>
    public IReadOnlyList<IReadOnlyList<PublicationResult>> Results() =>
        [.. _messages.Select((message, index) => (IReadOnlyList<PublicationResult>)[.. message.Topics.Select(topic => _results[(index, topic)])])];

    private static bool Add(List<string> topics, string topic)
    {
        topics.Add(topic);
        return true;
    }

    private static PublicationResult ResultOf(string topic, Publication message, BatchResult result)
    {
        // A message that was refused as a whole has one result without a topic.
        TopicResult found = result.Topics.FirstOrDefault(candidate => candidate.Topic == topic) ?? result.Topics[0];
        if (found.Error is not { } error)
            return new PublicationResult(topic, new Published(topic, found.Epoch ?? "", found.Offset ?? 0, found.Subscribers ?? 0, found.Repeated), null);
        var failed = new PublicationError(error.Code, error.Message) { IdempotencyKey = message.Options.IdempotencyKey };
        return new PublicationResult(topic, null, failed with { IsOutcomeUnknown = failed.IsUnknown });
    }
}
