using Microsoft.Extensions.Configuration;
using WsActors.AspNetCore.Options;

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
    [InlineData(20_000, 19_000)]
    [InlineData(2_000, 1_000)]
    [InlineData(1_024, 241)]
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

    [Theory]
    [InlineData(640)]
    [InlineData(1_024)]
    [InlineData(1_500)]
    [InlineData(20_000)]
    public void All_that_may_be_open_at_once_fits_into_the_limit(int limit)
    {
        var plan = OpenFilesPlan.For(limit, new OpenFilesPlan(Connections: 1_000_000, AdminConnections: 256, Decisions: 64));

        var refused = Math.Clamp(plan.Connections / 4, 16, 200);
        Assert.InRange(350 + 128 + plan.Connections + refused + plan.AdminConnections + (2 * plan.Decisions), 0, limit);
        Assert.True(plan is { Connections: >= 40, AdminConnections: >= 8, Decisions: >= 1 }, $"{plan}");
    }

    [Fact]
    public void Few_push_connections_leave_the_rest_to_the_admin_listener_and_the_webhooks()
    {
        var wanted = new OpenFilesPlan(Connections: 20, AdminConnections: 256, Decisions: 64);

        Assert.Equal(wanted, OpenFilesPlan.For(1_200, wanted));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(640)]
    public void Enough_files_are_enough(int? limit) => OpenFilesPlan.Require(limit);

    [Fact]
    public void Too_few_files_are_refused_with_what_is_needed() => Assert.Contains(
        "may open 639 files, and the server needs 640 or more",
        Assert.Throws<InvalidConfigurationException>(() => OpenFilesPlan.Require(639)).Message,
        StringComparison.Ordinal);

    private static ServerConfiguration Read() => ServerConfiguration.Read(new ConfigurationBuilder().Build());
}
