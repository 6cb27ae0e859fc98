using Akka.Actor;
using WsActors.Actors.Topics.Messages;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics;

/// <summary>Messages that a durable topic had to let go from memory, read back from the disk for those who ask for them.</summary>
public sealed partial class TopicActor
{
    /// <summary>Has the disk asked, if the page begins with a message that only the disk has.</summary>
    private bool IsLeftToDisk(object query, long after, int maxMessages, long maxBytes)
    {
        if (_durable is null || !_log.IsUnloaded(after))
            return false;

        _durable.Reads.Add(new StoredReads.Page(after, maxMessages, maxBytes), new StoredReads.Question(query, Sender));
        AskDisk();
        return true;
    }

    private void AskDisk()
    {
        var next = _durable!.Reads.Next(page =>
            new StorageRequest.ReadPage(_topic, page.After, _log.Offset, page.MaxMessages, page.MaxBytes, Self));
        if (next is not null)
            Storage.Store.Submit(next);
    }

    private void OnRead(StorageRequest.ReadPage request, StorageAnswer answer)
    {
        var page = answer is StorageAnswer.Read read
            ? StoredPage.Of([.. read.Messages.Select(Logged)], request.After, _log.OldestKept, request.Through, read.IsWhole)
            : null;
        foreach (var question in _durable!.Reads.Done())
            Answer(question, page, (answer as StorageAnswer.Failed)?.Fault);
        AskDisk();
    }

    // Where the disk fails, a reader that catches up is told of a gap: what is here goes on.
    private void Answer(StoredReads.Question question, LogPage? page, StorageFault? fault)
    {
        switch (question.Query)
        {
            case CatchUp catchUp: Replay(catchUp, page ?? _log.Read(catchUp.After, MaxPageMessages, MaxPageBytes), isShared: page is null); break;
            case TopicRequest.GetHistory query when page is null:
                question.Asker.Tell(new TopicReply.Refused(fault!.Code, fault.Message, query.Request)); break;
            case TopicRequest.GetHistory query: TellHistory(query, page, question.Asker); break;
        }
    }

    private void RefuseReads()
    {
        foreach (var question in _durable!.Reads.All())
        {
            if (question.Query is TopicRequest.GetHistory query)
                question.Asker.Tell(new TopicReply.Refused(TopicStopped.Code, TopicStopped.Message, query.Request));
        }
    }

    private LoggedMessage Logged(StoredMessage message) =>
        new(message.Offset, _environment.Clock.MomentOf(message.At), message.Publication);
}
