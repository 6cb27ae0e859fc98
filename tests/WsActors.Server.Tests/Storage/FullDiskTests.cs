using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Storage;

namespace WsActors.Server.Tests.Storage;

/// <summary>No room: nothing is half stored, what was stored stays, and later there is room again.</summary>
public sealed class FullDiskTests
{
    private const int Chunk = 100_000;

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
        using var directory = new DataDirectory(settings: new StorageSettings { MaxBytes = 1024 * 1024 }).Open();
        var stored = Fill(directory);
        directory.Trim(stored);

        directory.Append(stored + 1, new string('x', Chunk));

        Assert.Null(directory.State.Fault);
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
