using WsActors.AspNetCore.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.Server.Tests.Storage;

/// <summary>Topics keep their epoch only where the file proves to hold everything that clients were told.</summary>
[Trait("Speed", "Slow")]
public sealed class ContinuityTests
{
    private static readonly RunRecord File = new("b", "a", 10);

    [Theory]
    [InlineData("b", 10)]
    [InlineData("b", 9)]
    [InlineData("b", 0)]
    [InlineData("a", 10)]
    public void A_mark_of_the_last_run_that_claims_no_more_than_the_file_holds_leaves_no_doubt(string run, long commits) =>
        Assert.Null(Continuity.Doubt(File, new MarkRecord(run, commits, true), isRestored: false, lostCommits: 0));

    [Fact]
    public void A_new_directory_and_one_from_before_there_were_marks_leave_no_doubt() =>
        Assert.Null(Continuity.Doubt(null, null, isRestored: false, lostCommits: 0));

    [Theory]
    [InlineData("b", 11, true, "lacks its last 1 commits")]
    [InlineData("c", 0, true, "another run")]
    [InlineData("b", 10, false, "is a copy")]
    [InlineData(null, 0, true, "is missing")]
    public void Any_other_mark_is_a_doubt_that_names_what_is_wrong(string? run, long commits, bool isOriginal, string reason) => Assert.Contains(
        reason,
        Continuity.Doubt(File, run is null ? null : new MarkRecord(run, commits, isOriginal), isRestored: false, lostCommits: 0),
        StringComparison.Ordinal);

    [Fact]
    public void A_file_without_a_record_beside_a_mark_is_a_doubt() =>
        Assert.NotNull(Continuity.Doubt(null, new MarkRecord("b", 1, true), isRestored: false, lostCommits: 0));

    [Fact]
    public void A_kill_and_a_clean_stop_keep_the_epoch()
    {
        using var directory = new DataDirectory().Open();
        directory.Append(1, "a");
        using var killed = directory.Killed();
        directory.Close();

        Assert.Equal(new TopicPosition(DataDirectory.Epoch, 1), killed.Open().Load().Position);
        Assert.Equal(new TopicPosition(DataDirectory.Epoch, 1), directory.Open().Load().Position);
    }

    [Fact]
    public void A_restored_database_begins_a_new_epoch_and_keeps_what_it_holds()
    {
        using var directory = new DataDirectory().Open();
        directory.Append(1, "a");
        directory.Close();
        using var backup = new DataDirectory();
        System.IO.File.Copy(directory.DatabasePath, backup.DatabasePath);
        directory.Open().Append(2, "b");
        directory.Close();

        System.IO.File.Copy(backup.DatabasePath, directory.DatabasePath, overwrite: true);

        ExpectNewEpoch(directory, "1 a");
    }

    [Fact]
    public void A_restored_directory_begins_a_new_epoch()
    {
        using var directory = new DataDirectory().Open();
        directory.Append(1, "a");
        directory.Close();
        using var restored = new DataDirectory();

        directory.CopyTo(restored.Path);

        ExpectNewEpoch(restored, "1 a");
    }

    [Fact]
    public void A_directory_restored_over_the_one_that_went_on_begins_a_new_epoch()
    {
        using var directory = new DataDirectory().Open();
        directory.Append(1, "a");
        directory.Close();
        using var backup = new DataDirectory();
        directory.CopyTo(backup.Path);
        directory.Open().Append(2, "b");
        directory.Close();

        backup.CopyTo(directory.Path);

        ExpectNewEpoch(directory, "1 a");
    }

    // A snapshot of the files of a server that runs: run and file name are those of the mark that it is restored over.
    [Fact]
    public void A_database_from_earlier_in_the_same_run_begins_a_new_epoch()
    {
        using var directory = new DataDirectory().Open();
        directory.Append(1, "a");
        using var snapshot = directory.Killed();
        directory.Append(2, "b");
        using var killed = directory.Killed();

        System.IO.File.Copy(snapshot.DatabasePath, killed.DatabasePath, overwrite: true);
        System.IO.File.Copy(snapshot.LogPath, killed.LogPath, overwrite: true);

        ExpectNewEpoch(killed, "1 a");
    }

    [Fact]
    public void A_log_of_writes_that_was_cut_between_two_commits_begins_a_new_epoch()
    {
        using var directory = new DataDirectory().Open();
        directory.Append(1, "a");
        var length = new FileInfo(directory.LogPath).Length;
        directory.Append(2, "b");
        using var killed = directory.Killed();
        using (var log = System.IO.File.OpenWrite(killed.LogPath))
            log.SetLength(length);

        ExpectNewEpoch(killed, "1 a");
    }

    [Fact]
    public void A_database_that_was_restored_without_its_log_of_writes_begins_a_new_epoch()
    {
        using var directory = new DataDirectory().Open();
        directory.Append(1, "a");
        directory.Close();
        directory.Open().Append(2, "b");
        using var killed = directory.Killed();

        System.IO.File.Delete(killed.LogPath);

        ExpectNewEpoch(killed, "1 a");
    }

    [Fact]
    public void Without_its_mark_a_directory_begins_a_new_epoch()
    {
        using var directory = new DataDirectory().Open();
        directory.Append(1, "a");
        directory.Close();

        System.IO.File.Delete(Assert.Single(Directory.GetFiles(directory.Path, "continuity-*")));

        ExpectNewEpoch(directory, "1 a");
    }

    [Fact]
    public void A_file_named_restored_begins_a_new_epoch_once()
    {
        using var directory = new DataDirectory().Open();
        directory.Append(1, "a");
        directory.Close();
        var restored = Path.Combine(directory.Path, HistoryDatabase.RestoredFileName);
        System.IO.File.WriteAllText(restored, "");

        ExpectNewEpoch(directory, "1 a");
        Assert.False(System.IO.File.Exists(restored));
    }

    [Fact]
    public void Topics_that_nobody_has_published_to_begin_a_new_epoch_too()
    {
        using var directory = new DataDirectory().Open();
        var before = directory.Load().Position;
        directory.Close();
        System.IO.File.WriteAllText(Path.Combine(directory.Path, HistoryDatabase.RestoredFileName), "");

        Assert.NotEqual(before, directory.Open().Load().Position);
    }

    // And the epoch stays from then on.
    private static void ExpectNewEpoch(DataDirectory directory, params string[] kept)
    {
        var position = directory.Open().Load().Position;
        Assert.NotEqual(DataDirectory.Epoch, position.Epoch);
        Assert.Equal(kept, directory.Kept());
        directory.Close();

        Assert.Equal(position, directory.Open().Load().Position);
        directory.Close();
    }
}
