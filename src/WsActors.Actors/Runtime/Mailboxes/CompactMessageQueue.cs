using System.Buffers;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace WsActors.Actors.Runtime.Mailboxes;

/// <summary>
/// A queue of messages that takes 64 bytes while it holds none or one, and rents room for more until they are taken.
/// All senders' messages leave in the order in which they came. Any thread may add, the actor's takes.
/// </summary>
/// <remarks>
/// A lock, because a slot beside a lock-free queue breaks the order: a sender finds the slot free while its earlier
/// messages still wait in the queue. It is held for a few instructions, so waiting is spinning, and never a millisecond of sleep.
/// </remarks>
public sealed class CompactMessageQueue : IMessageQueue, IUnboundedMessageQueueSemantics
{
    private const int SmallestRent = 16;

    // The oldest message; those behind it lie in the ring.
    private Envelope _oldest;
    private Envelope[]? _ring;
    private int _first;
    private int _count;
    private int _locked;

    public bool HasMessages => Volatile.Read(ref _count) > 0;

    public int Count => Volatile.Read(ref _count);

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        Lock();
        if (_count == 0)
            _oldest = envelope;
        else
            AddToRing(envelope);
        _count++;
        Unlock();
    }

    public bool TryDequeue(out Envelope envelope)
    {
        if (!HasMessages)
        {
            envelope = default;
            return false;
        }

        // Only the actor takes, so what was there still is.
        Lock();
        envelope = _oldest;
        _oldest = --_count > 0 ? TakeFromRing() : default;
        Unlock();
        return true;
    }

    /// <summary>Sends messages that the actor has not taken to the dead letters.</summary>
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out var envelope))
            deadletters.Enqueue(owner, envelope);
    }

    private void AddToRing(Envelope envelope)
    {
        var inRing = _count - 1;
        if (_ring is null || inRing == _ring.Length)
            Grow(inRing);
        _ring![(_first + inRing) % _ring.Length] = envelope;
    }

    private void Grow(int inRing)
    {
        var larger = ArrayPool<Envelope>.Shared.Rent(Math.Max(SmallestRent, 2 * inRing));
        for (var i = 0; i < inRing; i++)
            larger[i] = _ring![(_first + i) % _ring.Length];
        ReturnRing();
        _ring = larger;
        _first = 0;
    }

    private Envelope TakeFromRing()
    {
        var taken = _ring![_first];
        _ring[_first] = default;
        _first = (_first + 1) % _ring.Length;
        if (_count == 1)
            ReturnRing();
        return taken;
    }

    // What was taken was cleared, and what moved to a larger ring must be.
    private void ReturnRing()
    {
        if (_ring is null)
            return;

        ArrayPool<Envelope>.Shared.Return(_ring, clearArray: _count > 1);
        _ring = null;
        _first = 0;
    }

    private void Lock()
    {
        var spinner = new SpinWait();
        while (Interlocked.CompareExchange(ref _locked, 1, 0) != 0)
            spinner.SpinOnce(sleep1Threshold: -1);
    }

    // A whole fence: the sender next reads whether the mailbox is at rest, while the mailbox comes to rest and then reads the
    // count. If either read could pass the write before it, both would leave the message to the other.
    private void Unlock() => Interlocked.Exchange(ref _locked, 0);
}
