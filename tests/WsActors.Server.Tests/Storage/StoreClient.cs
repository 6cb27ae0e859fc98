using System.Text;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Storage;
using WsActors.AspNetCore.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.Server.Tests.Storage;

/// <summary>Durable histories in some place, and the store over it as one process after the other has it.</summary>
public abstract class StoreClient : IDisposable
{
    public const string Epoch = "e";
    public static readonly TopicName News = TopicName.Parse("news");

    public abstract StorageSettings Settings { get; }

    internal StorageState State { get; } = new();

    /// <summary>The lines that the store has logged, if they are known.</summary>
    public virtual string Logged => string.Empty;

    protected abstract IHistoryStore Store { get; }

    /// <summary>The asker.</summary>
    private protected AnswerBox Box { get; } = new();

    /// <summary>Begins as a process does.</summary>
    public abstract void Begin();

    /// <summary>Ends as a process does.</summary>
    public abstract void Close();

    public void Append(long offset, string text, int count = 1, TopicName? topic = null, StorageFence? fence = null)
    {
        Submit(offset, text, count, topic, fence: fence);
        ExpectDone();
    }

    public StorageFault AppendRefused(long offset, string text, TopicName? topic = null, StorageFence? fence = null)
    {
        Submit(offset, text, 1, topic, fence: fence);
        return TakeFault();
    }

    public StorageAnswer TakeAnswer() => Box.Take<StorageAnswer>();

    public StorageFault TakeFault() => Assert.IsType<StorageAnswer.Failed>(TakeAnswer()).Fault;

    public void Submit(
        long offset, string text, int count = 1, TopicName? topic = null, long keepFrom = 0, StorageFence? fence = null, string epoch = Epoch)
    {
        var messages = Enumerable.Range(0, count).Select(i => Message(offset + i, text));
        Store.Submit(new StorageRequest.Append(topic ?? News, epoch, [.. messages], Box)
        {
            KeepFor = TimeSpan.FromHours(1),
            KeepFrom = keepFrom,
            Fence = fence,
        });
    }

    public void ExpectDone()
    {
        var answer = TakeAnswer();
        Assert.True(answer is StorageAnswer.Done, $"{(answer as StorageAnswer.Failed)?.Fault ?? (object)answer}\n{Logged}");
    }

    public void Trim(long through)
    {
        Store.Submit(new StorageRequest.Trim(News, through, Box));
        ExpectDone();
    }

    public StorageFault TrimRefused(long through, StorageFence fence)
    {
        Store.Submit(new StorageRequest.Trim(News, through, Box) { Fence = fence });
        return TakeFault();
    }

    public StorageAnswer.Loaded Load(TopicName? topic = null, StorageFence? fence = null)
    {
        Store.Submit(new StorageRequest.Load(topic ?? News, Box) { Fence = fence });
        return Assert.IsType<StorageAnswer.Loaded>(TakeAnswer());
    }

    public StorageFault LoadRefused(StorageFence? fence = null)
    {
        Store.Submit(new StorageRequest.Load(News, Box) { Fence = fence });
        return TakeFault();
    }

    public BucketTaken TakeOver(int bucket, long atLeast)
    {
        SubmitTakeOver(bucket, atLeast);
        return TakeTaken();
    }

    public void SubmitTakeOver(int bucket, long atLeast) => Store.TakeOver(new TakeBucket(bucket, atLeast, Box));

    public BucketTaken TakeTaken() => Box.Take<BucketTaken>();

    public StorageAnswer.Read ReadPage(long after, long through, int maxMessages = 1000, long maxBytes = 1_000_000, string? epoch = null)
    {
        Store.Submit(new StorageRequest.ReadPage(News, after, through, maxMessages, maxBytes, Box) { Epoch = epoch });
        return Assert.IsType<StorageAnswer.Read>(TakeAnswer());
    }

    /// <summary>Its messages in words, such as "3 text".</summary>
    public IEnumerable<string> Kept(TopicName? topic = null) => Load(topic).Messages
        .Select(message => $"{message.Offset} {Encoding.UTF8.GetString(message.Publication.Payload.Span)}");

    public virtual void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    public static StoredMessage Message(long offset, string text, DateTimeOffset? at = null)
    {
        Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out _));
        return new StoredMessage(offset, at ?? DateTimeOffset.UtcNow, publication);
    }
}
