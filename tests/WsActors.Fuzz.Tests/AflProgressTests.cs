namespace WsActors.Fuzz.Tests;

public sealed class AflProgressTests : IDisposable
{
    private const string Names =
        "# relative_time, cycles_done, cur_item, corpus_count, pending_total, pending_favs, map_size, saved_crashes, saved_hangs, max_depth, execs_per_sec, total_execs, edges_found\n";

    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void The_last_line_counts()
    {
        File.WriteAllText(_file, Names + "5, 0, 1, 40, 3, 2, 1.00%, 0, 0, 2, 900.00, 4500, 1200\n10, 0, 1, 41, 3, 2, 1.00%, 0, 0, 2, 900.00, 9000, 1210\n");

        Assert.Equal(new AflProgress(10, 41, 9000, 1210), AflProgress.LastOf(_file));
    }

    [Fact]
    public void A_line_that_is_being_written_does_not_count_yet()
    {
        File.WriteAllText(_file, Names + "5, 0, 1, 40");

        Assert.Null(AflProgress.LastOf(_file));
    }

    [Fact]
    public void Before_the_first_line_there_is_none() => Assert.Null(AflProgress.LastOf(_file));

    public void Dispose() => File.Delete(_file);
}
