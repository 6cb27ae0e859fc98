using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;
using WsActors.Server.Storage;

namespace WsActors.Server.Tests.Storage;

/// <summary>A directory of durable histories, and the store over it as one process after the other has it.</summary>
internal sealed class DataDirectory : IDisposable
{
    public const string Epoch = "e";
    public static readonly TopicName News = TopicName.Parse("news");

    private readonly Meter _meter = new(ServerTelemetry.MeterName);
    private readonly AnswerBox _box = new();
    private readonly TimeProvider _time;
    private HistoryFile? _file;
    private HistoryStore? _store;

    public DataDirectory(string? path = null, StorageSettings? settings = null, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Path = path ?? Directory.CreateTempSubdirectory("wsactors-").FullName;
        Settings = (settings ?? new StorageSettings()) with { Directory = Path };
    }

    public string Path { get; }

    public StorageSettings Settings { get; }

    public StorageState State { get; } = new();

    public string DatabasePath => System.IO.Path.Combine(Path, HistoryDatabase.FileName);

    public string LogPath => DatabasePath + "-wal";

    public UncleanStop? UncleanStop => _file?.Database.UncleanStop;

    /// <summary>The reason for which every topic has a new epoch; null if they kept theirs.</summary>
    public string? SetBack => _file?.Database.SetBack;

    /// <summary>Begins as a process does.</summary>
    public DataDirectory Open()
    {
        _file = HistoryFile.Open(Settings);
        _store = new HistoryStore(_file, State, new ServerTelemetry(_meter), _time, NullLogger<HistoryStore>.Instance);
        return this;
    }

    /// <summary>Ends as a process does.</summary>
    public void Close()
    {
        _store?.Dispose();
        _file?.Dispose();
    }

    /// <summary>What a process leaves that is killed now.</summary>
    /// <param name="unfinished">Of the last commits so many are to be taken for unfinished: nobody was told of them.</param>
    public DataDirectory Killed(int unfinished = 0)
    {
        var copy = new DataDirectory(settings: Settings);
        File.Copy(DatabasePath, copy.DatabasePath);
        File.Copy(LogPath, copy.LogPath);
        var mark = ReadMark();
        using var genuine = ContinuityMark.Open(copy.Path);
        genuine.Renew(mark.Run, mark.Commits - unfinished);
        return copy;
    }

    // The running store may renew its mark between finding the newest file and reading it.
    private MarkRecord ReadMark()
    {
        while (true)
        {
            try
            {
                using var mark = ContinuityMark.Open(Path);
                return mark.Found!;
            }
            catch (FileNotFoundException)
            {
            }
        }
    }

    /// <summary>Puts a copy of all its files into another directory, over those that are there.</summary>
    public void CopyTo(string target)
    {
        foreach (var file in Directory.GetFiles(Path))
            File.Copy(file, System.IO.Path.Combine(target, System.IO.Path.GetFileName(file)), overwrite: true);
    }

    public void Append(long offset, string text, int count = 1)
    {
        Submit(offset, text, count);
        _box.Take<StorageAnswer.Done>();
    }

    public StorageFault AppendRefused(long offset, string text, TopicName? topic = null)
    {
        Submit(offset, text, 1, topic);
        return TakeFault();
    }

    public StorageAnswer TakeAnswer() => _box.Take();

    public StorageFault TakeFault() => _box.Take<StorageAnswer.Failed>().Fault;

    public void Submit(long offset, string text, int count = 1, TopicName? topic = null, long keepFrom = 0)
    {
        var messages = Enumerable.Range(0, count).Select(i => Message(offset + i, text));
        _store!.Submit(new StorageRequest.Append(topic ?? News, Epoch, [.. messages], _box)
        {
            KeepFor = TimeSpan.FromHours(1),
            KeepFrom = keepFrom,
        });
    }

    public void ExpectDone() => _box.Take<StorageAnswer.Done>();

    public void Trim(long through)
    {
        _store!.Submit(new StorageRequest.Trim(News, through, _box));
        _box.Take<StorageAnswer.Done>();
    }

    public StorageAnswer.Loaded Load(TopicName? topic = null)
    {
        _store!.Submit(new StorageRequest.Load(topic ?? News, _box));
        return _box.Take<StorageAnswer.Loaded>();
    }

    public StorageAnswer.Read ReadPage(long after, long through, int maxMessages = 1000, long maxBytes = 1_000_000)
    {
        _store!.Submit(new StorageRequest.ReadPage(News, after, through, maxMessages, maxBytes, _box));
        return _box.Take<StorageAnswer.Read>();
    }

    /// <summary>Its messages in words, such as "3 text".</summary>
    public IEnumerable<string> Kept() => Load().Messages
        .Select(message => $"{message.Offset} {Encoding.UTF8.GetString(message.Publication.Payload.Span)}");

    public void Dispose()
    {
        Close();
        _meter.Dispose();
        Directory.Delete(Path, recursive: true);
    }

    public static StoredMessage Message(long offset, string text, DateTimeOffset? at = null)
    {
        Assert.True(Publication.TryParseText(Encoding.UTF8.GetBytes(text), out var publication, out _));
        return new StoredMessage(offset, at ?? DateTimeOffset.UtcNow, publication);
    }
}
