using WsActors.Actors.Settings;
using WsActors.AspNetCore.Options;
using WsActors.AspNetCore.Storage;

namespace WsActors.Server.Tests.Storage;

/// <summary>A directory that cannot be used stops the start with one line.</summary>
[Trait("Speed", "Slow")]
public sealed class OpeningTests
{
    [Fact]
    public void A_directory_that_is_not_there_is_made()
    {
        using var directory = new DataDirectory();
        var deeper = Path.Combine(directory.Path, "a", "b");

        using var database = HistoryDatabase.Open(directory.Settings with { Directory = deeper });

        Assert.True(File.Exists(Path.Combine(deeper, HistoryDatabase.FileName)));
    }

    [Fact]
    public void A_directory_that_another_process_uses_is_refused()
    {
        using var directory = new DataDirectory().Open();

        Assert.Contains("another process uses history.db there", Refusal(directory.Settings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_is_no_directory_is_refused()
    {
        using var directory = new DataDirectory();
        var file = Path.Combine(directory.Path, "file");
        File.WriteAllText(file, "x");

        Assert.Contains("writable for this process", Refusal(directory.Settings with { Directory = Path.Combine(file, "data") }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        using var directory = new DataDirectory();
        File.WriteAllText(directory.DatabasePath, new string('x', 5000));

        Assert.Contains("history.db there is damaged", Refusal(directory.Settings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_a_later_version_is_refused()
    {
        using var directory = new DataDirectory();
        using (var database = HistoryDatabase.Open(directory.Settings))
            database.Execute("PRAGMA user_version = 2");

        Assert.Contains("is of version 2, and this program knows version 1", Refusal(directory.Settings), StringComparison.Ordinal);
    }

    private static string Refusal(StorageSettings settings)
    {
        var message = Assert.Throws<InvalidConfigurationException>(() => HistoryDatabase.Open(settings)).Message;
        Assert.StartsWith($"WsActors:Storage:Directory is \"{settings.Directory}\": ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
