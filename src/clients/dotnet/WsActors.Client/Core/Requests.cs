using WsActors.Client.Wire;

namespace WsActors.Client.Core;

/// <summary>The requests on a connection, and those of the application that wait for one.</summary>
internal sealed class Requests(ClientCore core, int maxQueued)
{
    private readonly Dictionary<long, IAnswered> _unanswered = [];
    private readonly Queue<Call> _queue = new();
    private long _lastId;

    public bool HasQueued => _queue.Count > 0;

    /// <summary>Makes an id that no other request has.</summary>
    public long NextId() => ++_lastId;

    /// <summary>Sends a request on the open connection.</summary>
    /// <returns>Its id.</returns>
    public long Ask(ReadOnlySpan<byte> request, IAnswered? answered = null)
    {
        var id = NextId();
        if (answered is not null)
            _unanswered.Add(id, answered);
        core.Send(RequestText.WithId(request, id));
        return id;
    }

    /// <summary>Passes an answer on.</summary>
    /// <returns>False if nobody waits for it.</returns>
    public bool TryAnswer(in ServerMessage message)
    {
        if (message.Id == 0 || !_unanswered.Remove(message.Id, out var answered))
            return false;
        answered.OnAnswer(message);
        return true;
    }

    /// <summary>Sends a request of the application, or keeps it until there is a connection (rule 31).</summary>
    public void Call(Call call)
    {
        if (core.Ended is { } ended)
        {
            call.Fail(ended);
        }
        else if (core.Welcome is { } welcome)
        {
            Send(call, welcome.MaxMessageBytes);
        }
        else if (core.IsStreaming)
        {
            call.Fail(NoWebSocket());
        }
        else if (_queue.Count >= maxQueued)
        {
            call.Fail(new WsActorsException(
                "queue_full", $"{maxQueued} requests wait for a connection: try again later, or raise MaxQueued."));
        }
        else
        {
            _queue.Enqueue(call);
            core.Attempts.Wake();
        }
    }

    /// <summary>Sends what waits.</summary>
    public void SendQueue(int maxMessageBytes)
    {
        while (_queue.TryDequeue(out var call))
            Send(call, maxMessageBytes);
    }

    /// <summary>Fails what waits.</summary>
    public void FailQueue(WsActorsException error)
    {
        while (_queue.TryDequeue(out var call))
            call.Fail(error);
    }

    /// <summary>Ends the requests that were sent, because the connection has ended.</summary>
    public void Lose()
    {
        IAnswered[] unanswered = [.. _unanswered.Values];
        _unanswered.Clear();
        foreach (var answered in unanswered)
        {
            if (answered is Call call)
                call.Ended = core.Ended;
            answered.OnLost();
        }
    }

    public static WsActorsException NoWebSocket() =>
        new("no_websocket", "WebSockets do not get through: try again later, or publish over HTTP.");

    private void Send(Call call, int maxMessageBytes)
    {
        // With the longest id that there can be.
        if (call.Request.Length + 26 > maxMessageBytes)
            call.Fail(new WsActorsException("message_too_big", $"The server's limit is {maxMessageBytes} bytes: send less at once."));
        else
            Ask(call.Request.Span, call);
    }
}
