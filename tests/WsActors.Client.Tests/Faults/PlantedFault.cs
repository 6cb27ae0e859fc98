namespace WsActors.Client.Tests.Faults;

/// <summary>A change of the client's source that breaks a rule.</summary>
/// <param name="Rule">The number of the rule.</param>
/// <param name="File">The file, relative to the project.</param>
/// <param name="Code">The code, which the file has once.</param>
/// <param name="Instead">The code in its place.</param>
internal sealed record PlantedFault(int Rule, string File, string Code, string Instead)
{
    /// <summary>One fault per rule.</summary>
    public static readonly IReadOnlyList<PlantedFault> All =
    [
        new(1, "Core/Attempts.cs", "+ \"keepalive=message\" +", "+ \"\" +"),
        new(2, "Core/Attempts.cs", "core.Silence.WatchAttempt();", ""),
        new(3, "Core/Attempts.cs", "(core.KeepAlive is null ? \"\" : \"&resume=true\")", "\"\""),
        new(4, "Core/Attempts.cs", "Lose(SocketEnd.Broken, isAnswered: true);", ""),
        new(5, "Core/Backoff.cs", "settings.Random() * ", ""),
        new(6, "Core/Attempts.cs", "welcome.At >= Times.Stable", "welcome.At >= 0"),
        new(7, "Core/Attempts.cs", "if (end.Code is >= 4000 and <= 4099 and var code)", "if (end.Code is 1 and var code)"),
        new(8, "Core/Backoff.cs", "_isHurried = true;", ""),
        new(9, "Core/Attempts.cs", "Schedule(_backoff.Next(end.Code, core.IsStreaming, out var isServers), isServers);", ""),
        new(10, "Core/Backoff.cs", "if (after is { } milliseconds)", "if (after is { } milliseconds && milliseconds < 0)"),
        new(11, "Core/Attempts.cs", "else if (_next.IsSet && !_nextIsServers)", "else if (_next.IsSet)"),
        new(12, "Core/Attempts.cs", "if (end.Code == 4102 &&", "if (end.Code == -1 &&"),
        new(13, "Core/Silence.cs", "Watch(Probe, welcome.KeepAlive + Times.Silence);", ";"),
        new(14, "Core/Silence.cs", "Watch(Probe, welcome.KeepAlive + Times.Silence);", "Watch(core.Attempts.Drop, welcome.KeepAlive + Times.Silence);"),
        new(15, "Core/ClientCore.cs", "            Shut();\n            Tell();", "            Tell();"),
        new(16, "Core/TopicState.cs", "if (message.Id != _request)", "if (message.Id < 0)"),
        new(17, "Core/ClientCore.cs", "Topics.Start();", ""),
        new(18, "Core/TopicState.cs", "        At = at;\n        // A reader", "        // A reader"),
        new(19, "Reading/TopicReader.cs", "Received = at;\n        Write(ReadMessage", "Received = _position = at;\n        Write(ReadMessage"),
        new(20, "Reading/TopicReader.cs", "received.Epoch == at.Epoch && at.Offset <= received.Offset)", "received.Epoch == at.Epoch && at.Offset < 0)"),
        new(21, "Reading/TopicReader.cs", "Write(new Message<T>(gap, at));", ""),
        new(22, "Reading/TopicReader.cs", "gap.Reason != Gap.OffsetAhead && ", ""),
        new(23, "Core/TopicState.cs", "&& message.Recovered != false)", "&& message.Recovered == false)"),
        new(24, "Reading/TopicReader.cs", "gap = gap with { From = Math.Max(gap.From, received.Offset + 1) };", ""),
        new(25, "Reading/TopicReader.cs", "            first ??= dropped;", "            continue;"),
        new(26, "Core/TopicState.cs", "else if (error.IsRetryable)", "else if (error.Code.Length == 0)"),
        new(27, "Core/TopicState.cs", "if (error.Code == \"already_subscribed\")", "if (error.Code.Length == 0)"),
        new(28, "Core/TopicState.cs", "OnUnsubscribed(Encoding.UTF8.GetString(message.Reason)); break;", "break;"),
        new(29, "Core/TokenRefresh.cs", "if (_mayRepeat)", "if (_mayRepeat && _at < 0)"),
        new(30, "Core/Requests.cs", "_unanswered.Remove(message.Id, out", "_unanswered.Remove(_unanswered.Keys.FirstOrDefault(), out"),
        new(31, "Core/Requests.cs", "_queue.Count >= maxQueued", "_queue.Count < 0"),
        new(32, "Core/Requests.cs", "answered.OnLost();", ""),
        new(33, "Core/Requests.cs", "call.Request.Length + 26 > maxMessageBytes", "call.Request.Length / 2 > maxMessageBytes"),
        new(34, "Model/WsActorsException.cs", "\"queue_full\",", ""),
        new(35, "Reading/PresenceReader.cs", "foreach (var (key, member) in changes)\n            Set(key, member);", ""),
        new(36, "Reading/PresenceReader.cs", "isComplete: !message.Presence.Members.IsEmpty", "isComplete: true"),
        new(37, "Core/TopicStreams.cs", "topic.At is { } at ?", "topic.At is { Offset: < 0 } at ?"),
        new(38, "Core/TopicStream.cs", "ReturnAfter = message.Ending.ReconnectAfterMs;", ""),
        new(39, "Core/Requests.cs", "else if (core.IsStreaming)", "else if (core.IsStreaming && maxQueued < 0)"),
        new(40, "Core/TopicStream.cs", "if (_openedAt is not null && !_isClosed)", "if (_openedAt < 0)"),
        new(41, "Core/ClientCore.cs", "Requests.FailQueue(error);", ""),
    ];
}
