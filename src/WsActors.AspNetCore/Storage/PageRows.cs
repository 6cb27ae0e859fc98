using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Storage;

/// <summary>Puts a page together from a topic's stored batches, from the oldest to the newest, within the bounds of its request.</summary>
internal sealed class PageRows(StorageRequest.ReadPage request)
{
    private readonly List<StoredMessage> _messages = [];
    private long _bytes;

    /// <summary>True if something was left out for its size.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Adds the next batch, without its damaged messages.</summary>
    public void Add(ReadOnlyMemory<byte> records)
    {
        foreach (var message in StoredBatch.Read(records, out _).Where(IsAskedFor))
        {
            _bytes += message.Publication.Payload.Length;
            if (_messages.Count == request.MaxMessages || (_messages.Count > 0 && _bytes > request.MaxBytes))
            {
                IsFull = true;
                return;
            }

            _messages.Add(message);
        }
    }

    /// <summary>Ends the page, although there is more.</summary>
    public void Cut() => IsFull = true;

    public StorageAnswer.Read Answer() => new(request, _messages, !IsFull);

    private bool IsAskedFor(StoredMessage message) => message.Offset > request.After && message.Offset <= request.Through;
}
