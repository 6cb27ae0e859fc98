using Microsoft.Extensions.Time.Testing;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Storage;

namespace WsActors.Server.Tests.Storage;

/// <summary>No room: nothing is half stored, what was stored stays, and later there is room again.</summary>
[Trait("Speed", "Slow")]
public sealed class FullDiskTests
{
    private const int Chunk = 100_000;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    [Fact]
    public void Beyond_the_size_that_the_store_may_have_publications_are_refused_and_what_was_stored_stays()
    {
        using var directory = new DataDirectory(settings: new StorageSettings { MaxBytes = 1024 * 1024 }).Open();
        var stored = Fill(directory);

        Assert.Equal(StorageFault.Full, directory.AppendRefused(stored + 1, new string('x', Chunk)).Cause);
        Assert.Equal(StorageFault.Full, directory.State.Fault?.Cause);
        Assert.Equal(stored, directory.Load().Messages.Count);
    }

    [Fact]
    public void Once_something_is_let_go_there_is_room_again()
    {
        using var directory = new DataDirectory(settings: new StorageSettings { MaxBytes = 1024 * 1024 }, time: _time).Open();
        var stored = Fill(directory);
        directory.Trim(stored);

        directory.Append(stored + 1, new string('x', Chunk));

        RunMaintenance(directory, _time);
        Assert.Null(directory.State.Fault);
    }

    // Health checks and alerts would change with each publication.
    [Fact]
    public void A_full_store_is_not_available_again_because_a_small_publication_fits()
    {
        using var directory = new DataDirectory(settings: new StorageSettings { MaxBytes = 1024 * 1024 }, time: _time).Open();
        var stored = Fill(directory);

        directory.Append(stored + 1, "small");
        RunMaintenance(directory, _time);

        Assert.Equal(StorageFault.Full, directory.State.Fault?.Cause);
    }

    [RootFact("mount")]
    public void A_store_opens_on_a_full_disk_and_gives_back_what_was_stored_after_a_kill_and_after_a_clean_stop()
    {
        using var disk = new SmallDisk(megabytes: 2);
        using var directory = new DataDirectory(disk.Mount()).Open();
        var stored = Fill(directory);
        directory.Close();

        Assert.Equal(stored, directory.Open().Load().Messages.Count);
        Assert.Null(directory.SetBack);
        Assert.Equal(StorageFault.Full, directory.AppendRefused(stored + 1, new string('x', Chunk)).Cause);

        disk.Grow(megabytes: 8);
        directory.Append(stored + 1, new string('x', Chunk));
        directory.Close();
    }

    [RootFact("mount")]
    public void A_store_that_cannot_be_made_on_a_full_disk_is_made_when_there_is_room()
    {
        using var disk = new SmallDisk(megabytes: 2);
        using var directory = new DataDirectory(disk.Mount());
        var filler = Path.Combine(directory.Path, "filler");
        FillUp(filler);

        directory.Open();
        Assert.Equal(StorageFault.Full, directory.State.Fault?.Cause);
        Assert.Equal(StorageFault.Full, directory.AppendRefused(1, "a").Cause);

        File.Delete(filler);
        directory.Append(1, "a");
        directory.Close();
        Assert.Equal(["1 a"], directory.Open().Kept());
        directory.Close();
    }

    [RootFact("mount")]
    public void On_a_disk_that_is_full_publications_are_refused_until_there_is_room()
    {
        using var disk = new SmallDisk(megabytes: 2);
        using var directory = new DataDirectory(disk.Mount()).Open();
        var stored = Fill(directory);
        Assert.Equal(StorageFault.Full, directory.AppendRefused(stored + 1, new string('x', Chunk)).Cause);

        disk.Grow(megabytes: 8);
        directory.Append(stored + 1, new string('x', Chunk));
        directory.Close();

        Assert.Equal(stored + 1, directory.Open().Load().Messages.Count);
        directory.Close();
    }

    private static void FillUp(string path)
    {
        using var file = File.Create(path, 1);
        var chunk = new byte[4096];
        try
        {
            while (true)
                file.Write(chunk);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    // It does so behind a request, once a second has passed.
    private static void RunMaintenance(DataDirectory directory, FakeTimeProvider time)
    {
        for (var i = 0; i < 2; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            directory.Load();
            directory.Load();
        }
    }

    // Until it is refused; so many were stored.
    private static int Fill(DataDirectory directory)
    {
        for (var stored = 0; ; stored++)
        {
            directory.Submit(stored + 1, new string('x', Chunk));
            if (directory.TakeAnswer() is StorageAnswer.Failed failed)
            {
                Assert.Equal(StorageFault.Full, failed.Fault.Cause);
                return stored;
            }
        }
    }
}
