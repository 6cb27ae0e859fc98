using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using WsActors.Actors.Topics.Homes;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;

namespace WsActors.Actors.Topics;

/// <summary>
/// Messages that wait until their topic's log is loaded, in their order. Publications are bounded in bytes for the whole node, others in
/// number.
/// </summary>
/// <param name="storage">Bounds the bytes of publications; null if none are deferred here.</param>
internal sealed class DeferredMessages(TopicStorage? storage)
{
    private const int MaxMessages = 10_000;

    private static readonly StorageFault TooMany = new(
        StorageFault.Overloaded, "too much waits for this topic's history to be read from the disk: try again later");

    private readonly Queue<(object Message, IActorRef Sender)> _messages = [];

    public bool IsEmpty => _messages.Count == 0;

    /// <summary>Adds a message, unless it is one too many.</summary>
    public bool TryAdd(object message, IActorRef sender, [NotNullWhen(false)] out StorageFault? fault)
    {
        fault = message switch
        {
            TopicRequest.Publish publish => storage?.TryWait(WaitingPublication.BytesOf(publish)),
            TopicRequest.PublishMany => null,
            _ => _messages.Count < MaxMessages ? null : TooMany,
        };
        if (fault is null)
            _messages.Enqueue((message is TopicRequest.PublishMany many ? AffordableOf(many, sender) : message, sender));
        return fault is null;
    }

    /// <summary>Takes the oldest message. Its bytes no longer count here.</summary>
    public bool TryTake([NotNullWhen(true)] out object? message, [NotNullWhen(true)] out IActorRef? sender)
    {
        (message, sender) = _messages.TryDequeue(out var oldest) ? oldest : (null, null!);
        if (message is not null && WaitingPublication.BytesOf(message) is var bytes and > 0)
            storage?.Leave(bytes);
        return message is not null;
    }

    /// <summary>The topic has failed: sends the messages to its mailbox again, behind those that wait there.</summary>
    public void HandBack(IActorRef topic)
    {
        while (TryTake(out var message, out var sender))
            topic.Tell(message, sender);
    }

    // Of a batch, what there is room for.
    private TopicRequest.PublishMany AffordableOf(TopicRequest.PublishMany many, IActorRef sender)
    {
        var affordable = new List<TopicRequest.Publish>(many.Publications.Count);
        foreach (var publish in many.Publications)
        {
            if (storage?.TryWait(WaitingPublication.BytesOf(publish)) is { } fault)
                TopicRefusal.Answer(publish, sender, fault.Code, fault.Message);
            else
                affordable.Add(publish);
        }

        return many with { Publications = affordable };
    }
}
