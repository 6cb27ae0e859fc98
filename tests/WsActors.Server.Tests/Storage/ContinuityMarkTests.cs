using WsActors.AspNetCore.Storage;

namespace WsActors.Server.Tests.Storage;

/// <summary>The mark beside the database, as the next process finds it.</summary>
public sealed class ContinuityMarkTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("wsactors-").FullName;

    [Fact]
    public void It_says_what_was_noted_last()
    {
        using (var mark = ContinuityMark.Open(_directory))
        {
            mark.Renew("run", 5);
            mark.Note(1_000_000);
        }

        Assert.Equal(new MarkRecord("run", 1_000_000, true), Found());
    }

    [Fact]
    public void A_renewed_mark_takes_the_place_of_the_old_one_and_is_noted_to()
    {
        using (var mark = ContinuityMark.Open(_directory))
            mark.Renew("first", 1);
        using (var mark = ContinuityMark.Open(_directory))
        {
            mark.Renew("second", 2);
            mark.Renew("second", 3);
            mark.Note(4);
        }

        Assert.Equal(new MarkRecord("second", 4, true), Found());
        Assert.Single(Directory.GetFiles(_directory));
    }

    [Fact]
    public void A_mark_that_was_found_can_be_noted_to_before_it_is_renewed()
    {
        using (var mark = ContinuityMark.Open(_directory))
            mark.Renew("run", 5);
        using (var mark = ContinuityMark.Open(_directory))
            mark.Note(6);

        Assert.Equal(new MarkRecord("run", 6, true), Found());
    }

    [Fact]
    public void A_copy_is_no_original()
    {
        using (var mark = ContinuityMark.Open(_directory))
            mark.Renew("run", 5);
        var original = Assert.Single(Directory.GetFiles(_directory));
        File.Copy(original, original + ".copy");
        File.Delete(original);
        File.Move(original + ".copy", original);

        Assert.False(Found()!.IsOriginal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("something else entirely")]
    [InlineData("WsActors continuity mark 1\nrun a\nborn x\ncommits 1\n")]
    public void A_mark_that_cannot_be_read_is_none(string text)
    {
        File.WriteAllText(Path.Combine(_directory, "continuity-000000000001.mark"), text);

        Assert.Null(Found());
    }

    [Fact]
    public void A_mark_that_cannot_be_written_leaves_the_old_one()
    {
        using var mark = ContinuityMark.Open(_directory);
        mark.Renew("run", 5);
        Directory.CreateDirectory(Path.Combine(_directory, "continuity-000000000002.mark.tmp"));

        Assert.ThrowsAny<Exception>(() => mark.Renew("run", 6));
        mark.Note(7);

        Assert.Equal(new MarkRecord("run", 7, true), Found());
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private MarkRecord? Found()
    {
        using var mark = ContinuityMark.Open(_directory);
        return mark.Found;
    }
}
