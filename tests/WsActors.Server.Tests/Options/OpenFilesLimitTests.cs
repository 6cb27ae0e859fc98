using Microsoft.Extensions.Configuration;
using WsActors.Server.Hosting;
using WsActors.Server.Options;

namespace WsActors.Server.Tests.Options;

public sealed class OpenFilesLimitTests
{
    [Theory]
    [InlineData("Max open files            20000                524288               files     ", 20000)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max locked memory         8388608              8388608              bytes     ", null)]
    public void The_soft_limit_is_read_from_its_row(string row, int? limit) =>
        Assert.Equal(limit, OpenFiles.SoftLimit(["Limit                     Soft Limit           Hard Limit           Units     ", row]));

    [Theory]
    [InlineData(20_000, 19_044)]
    [InlineData(2_000, 1_044)]
    [InlineData(1_024, 256)]
    public void No_more_connections_are_admitted_than_files_may_be_opened(int openFiles, int connections)
    {
        var configuration = Read().Within(openFiles);

        Assert.Equal(connections, configuration.Server.Push.MaxConnections);
        Assert.Equal(openFiles, configuration.LoweredTo);
    }

    [Theory]
    [InlineData(1_048_576)]
    [InlineData(null)]
    public void Where_the_files_suffice_the_setting_stands(int? openFiles)
    {
        var configuration = Read().Within(openFiles);

        Assert.Equal(1_000_000, configuration.Server.Push.MaxConnections);
        Assert.Null(configuration.LoweredTo);
    }

    private static ServerConfiguration Read() => ServerConfiguration.Read(new ConfigurationBuilder().Build());
}
