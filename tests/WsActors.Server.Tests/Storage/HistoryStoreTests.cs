using WsActors.Actors.Settings;

namespace WsActors.Server.Tests.Storage;

/// <summary>The store in a file.</summary>
public sealed class HistoryStoreTests : StoreContract
{
    [Fact]
    public void A_clean_stop_leaves_nothing_to_recover()
    {
        using var directory = new DataDirectory().Open();
        directory.Append(1, "a");
        directory.Close();

        Assert.Null(directory.Open().UncleanStop);
    }

    protected override StoreClient Open(StorageSettings? settings = null) => new DataDirectory(settings: settings).Open();
}
