using WsActors.Protocol.Topics;

namespace WsActors.Server.Tests.Storage;

/// <summary>What is left by a process that was killed, a machine that lost its power, or a disk that lies.</summary>
[Trait("Speed", "Slow")]
public sealed class CrashTests
{
    // A prime, so that every place within pages and headers is met.
    private const int Step = 127;
    private const int FrameLength = 24 + 4096;

    [Fact]
    public void What_was_acknowledged_is_there_after_a_kill()
    {
        using var directory = new DataDirectory().Open();
        directory.Append(1, "a");
        directory.Append(2, "b");
        using var killed = directory.Killed();

        Assert.Equal(["1 a", "2 b"], killed.Open().Kept());
        Assert.Equal((0, 0), (killed.UncleanStop!.CutBytes, killed.UncleanStop.LostCommits));
        Assert.InRange(killed.UncleanStop.RecoveredPages, 1, 1000);
    }

    [Fact]
    public void Wherever_the_last_commit_is_torn_it_is_cut_off_and_everything_before_it_is_there()
    {
        var (before, after) = Commits(out var directory);
        using (directory)
        {
            for (var length = before; length < after; length += Step)
            {
                using var torn = directory.Killed(unfinished: 1);
                Truncate(torn.LogPath, length);

                Assert.Equal(["1 a", "2 b"], torn.Open().Kept());
                Assert.Equal(new TopicPosition(DataDirectory.Epoch, 2), torn.Load().Position);
                AssertGoesOn(torn);
            }
        }
    }

    [Fact]
    public void What_is_cut_off_is_said()
    {
        var (_, after) = Commits(out var directory);
        using (directory)
        using (var torn = directory.Killed())
        {
            Truncate(torn.LogPath, after - 100);
            torn.Open();

            Assert.Equal(FrameLength - 100, torn.UncleanStop!.CutBytes % FrameLength);
        }
    }

    [Fact]
    public void Wherever_the_last_commit_is_damaged_nothing_is_invented()
    {
        var (before, after) = Commits(out var directory);
        using (directory)
        {
            for (var at = before; at < after; at += Step)
            {
                using var damaged = directory.Killed(unfinished: 1);
                Flip(damaged.LogPath, at);

                Assert.Equal(["1 a", "2 b"], damaged.Open().Kept());
                Assert.Equal(0, damaged.UncleanStop!.LostCommits);
            }
        }
    }

    // Its offsets were given out, and a client that knows them must hear that they are gone.
    [Fact]
    public void Finished_commits_that_the_disk_has_lost_are_said_and_every_topic_begins_a_new_epoch()
    {
        using var directory = new DataDirectory().Open();
        directory.Append(1, "a");
        var first = new FileInfo(directory.LogPath).Length;
        directory.Append(2, "b");
        directory.Append(3, "c");
        using var damaged = directory.Killed();
        Flip(damaged.LogPath, first + 100);

        damaged.Open();

        Assert.Equal(2, damaged.UncleanStop!.LostCommits);
        Assert.Equal(["1 a"], damaged.Kept());
        Assert.NotEqual(DataDirectory.Epoch, damaged.Load().Position.Epoch);
    }

    [Fact]
    public void A_message_that_is_damaged_in_the_file_is_left_out_and_those_around_it_are_kept()
    {
        using var directory = new DataDirectory().Open();
        directory.Append(1, "first");
        directory.Append(2, "second");
        directory.Append(3, "third");
        directory.Close();
        FlipWhere(directory.DatabasePath, "second");

        var loaded = directory.Open().Load();

        Assert.Equal(new TopicPosition(DataDirectory.Epoch, 3), loaded.Position);
        Assert.Equal([1L, 3L], loaded.Messages.Select(message => message.Offset));
        Assert.Equal([1L, 3L], directory.ReadPage(after: 0, through: 3).Messages.Select(message => message.Offset));
    }

    [Fact]
    public void A_log_of_writes_from_an_earlier_round_is_not_taken_for_a_torn_one()
    {
        using var directory = new DataDirectory().Open();
        for (var i = 1; i <= 3000; i++)
            directory.Append(i, "many pages, so that the log begins anew");
        using var killed = directory.Killed();

        Assert.Equal(3000, killed.Open().Load().Position.Offset);
        Assert.Equal((0, 0), (killed.UncleanStop!.CutBytes, killed.UncleanStop.LostCommits));
    }

    // Two commits, and a third between the lengths that are answered.
    private static (long Before, long After) Commits(out DataDirectory directory)
    {
        directory = new DataDirectory().Open();
        directory.Append(1, "a");
        directory.Append(2, "b");
        var before = new FileInfo(directory.LogPath).Length;
        directory.Append(3, new string('c', 6000));
        return (before, new FileInfo(directory.LogPath).Length);
    }

    private static void AssertGoesOn(DataDirectory directory)
    {
        directory.Append(3, "another");
        directory.Close();
        Assert.Equal(["1 a", "2 b", "3 another"], directory.Open().Kept());
    }

    private static void Truncate(string path, long length)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(length);
    }

    private static void Flip(string path, long at)
    {
        using var file = File.Open(path, FileMode.Open);
        file.Position = at;
        var value = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(value ^ 0x40));
    }

    private static void FlipWhere(string path, string text)
    {
        var at = File.ReadAllBytes(path).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text));
        Assert.NotEqual(-1, at);
        Flip(path, at);
    }
}
