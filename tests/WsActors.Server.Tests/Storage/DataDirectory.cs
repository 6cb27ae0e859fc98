using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Storage;
using WsActors.AspNetCore.Storage;

namespace WsActors.Server.Tests.Storage;

/// <summary>A directory of durable histories, and the store over it as one process after the other has it.</summary>
internal sealed class DataDirectory : StoreClient
{
    private readonly Meter _meter = new(ServerTelemetry.MeterName);
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

    public override StorageSettings Settings { get; }

    protected override IHistoryStore Store => _store!;

    public string DatabasePath => System.IO.Path.Combine(Path, HistoryDatabase.FileName);

    public string LogPath => DatabasePath + "-wal";

    public UncleanStop? UncleanStop => _file?.Database.UncleanStop;

    /// <summary>The reason for which every topic has a new epoch; null if they kept theirs.</summary>
    public string? SetBack => _file?.Database.SetBack;

    public override void Begin()
    {
        _file = HistoryFile.Open(Settings);
        _store = new HistoryStore(_file, State, new ServerTelemetry(_meter), _time, NullLogger<HistoryStore>.Instance);
    }

    /// <summary>Begins as a process does.</summary>
    public DataDirectory Open()
    {
        Begin();
        return this;
    }

    public override void Close()
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

    public override void Dispose()
    {
        base.Dispose();
        _meter.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
