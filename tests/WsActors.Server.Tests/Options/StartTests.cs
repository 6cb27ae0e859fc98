using System.Net;
using System.Net.Sockets;

namespace WsActors.Server.Tests.Options;

/// <summary>The real process: where settings come from, and that it does not start with wrong ones.</summary>
[Trait("Speed", "Slow")]
public sealed class StartTests
{
    [Fact]
    public Task A_wrong_value_stops_the_start() => ExpectRefusal(
        "WsActors:Push:Port is \"70000\": 0 to 65535 is allowed", "--WsActors:Push:Port=70000");

    [Fact]
    public Task An_open_admin_listener_without_keys_stops_the_start() => ExpectRefusal(
        "WsActors:Admin:Address is \"0.0.0.0\": an admin listener beyond loopback needs WsActors:Admin:ApiKeys", "--WsActors:Admin:Address=0.0.0.0");

    [Fact]
    public async Task A_push_port_in_use_stops_the_start()
    {
        using var other = Listen(out var port);

        await ExpectRefusal($"WsActors:Push is 127.0.0.1:{port}: Address already in use", $"--WsActors:Push:Port={port}");
    }

    [Fact]
    public async Task An_admin_port_in_use_stops_the_start()
    {
        using var other = Listen(out var port);

        await ExpectRefusal($"Failed to bind to address http://127.0.0.1:{port}: address already in use.", $"--WsActors:Admin:Port={port}");
    }

    [Fact]
    public Task An_admin_address_that_this_machine_does_not_have_stops_the_start() => ExpectRefusal(
        "The admin listener cannot be bound: ", "--WsActors:Admin:Address=192.0.2.1", "--WsActors:Admin:ApiKeys:0=a-key-of-sixteen+");

    [Fact]
    public Task On_Linux_connections_are_carried_by_epoll() => ExpectCarriedBy(OperatingSystem.IsLinux() ? "epoll" : "sockets");

    [Fact]
    public Task Sockets_carry_them_where_they_are_asked_for() => ExpectCarriedBy("sockets", "--WsActors:Push:Transport=Socket");

    [Fact]
    public Task Sockets_carry_them_behind_a_PROXY_header_whatever_is_asked_for() => ExpectCarriedBy(
        "sockets", "--WsActors:Push:ProxyProtocol=Required", "--WsActors:Push:TrustedProxies:0=127.0.0.1");

    [Fact]
    public async Task Settings_come_from_the_environment_too_and_the_command_line_wins()
    {
        await using var server = await RunningServer.StartUnderAsync(
            ["env", "WsActors__Topics__Rules__0__Match=from.environment", "WsActors__Push__MaxConnections=0"],
            "--WsActors:Push:MaxConnections=5");
        using var admin = new AdminClient(server.AdminUri);
        await admin.PublishAsync("from.environment", "x");

        var topic = (await admin.GetAsync("/api/topics/from.environment")).Json;
        Assert.Equal("from.environment", topic.GetProperty("rule").GetProperty("match").GetString());
    }

    [Theory]
    [InlineData("Unknown option \"--port\"", "--port", "9000")]
    [InlineData("Unknown option \"--port\"", "serve", "--port", "9000")]
    [InlineData("Unknown option \"--Push:Port\": the prefix is missing, write --WsActors:Push:Port=VALUE", "--Push:Port=9000")]
    public Task An_argument_that_is_not_known_stops_the_start(string line, params string[] arguments) => ExpectOneLine(line, ["--help lists"], arguments);

    [Fact]
    public Task A_log_level_that_does_not_exist_stops_the_start() => ExpectOneLine(
        "Logging:LogLevel:Default is \"Verbose\": one of Trace, Debug", [], "--Logging:LogLevel:Default=Verbose");

    [Fact]
    public async Task Help_and_version_are_printed_and_nothing_is_started()
    {
        var help = await ChildProcess.RunAsync("dotnet", RunningServer.ServerPath, "--help", "token");
        var version = await ChildProcess.RunAsync("dotnet", RunningServer.ServerPath, "--version");

        Assert.Contains("--WsActors:Push:Port=", help, StringComparison.Ordinal);
        Assert.Matches(@"^WsActors \d+\.\d+\.\d+$", version);
    }

    [Fact]
    public async Task Settings_are_read_from_the_working_directory_and_the_environment_wins()
    {
        using var folder = new SettingsFolder("""{ "WsActors": { "Topics": { "Rules": [ { "Match": "from.file" } ] }, "Push": { "MaxConnections": 0 } }, "Storage": { "Account": "of another program" } }""");
        await using var server = await RunningServer.StartUnderAsync(["env", "-C", folder.Path, "WsActors__Push__MaxConnections=5"]);
        using var admin = new AdminClient(server.AdminUri);
        await admin.PublishAsync("from.file", "x");

        var topic = (await admin.GetAsync("/api/topics/from.file")).Json;
        Assert.Equal("from.file", topic.GetProperty("rule").GetProperty("match").GetString());
    }

    [Theory]
    [InlineData("""{ "Push": { "Port": 9000 } }""", "\"Push\" in appsettings.json stands outside \"WsActors\"")]
    [InlineData("""{ "WsActors": """, "Failed to load configuration from file ")]
    public async Task A_settings_file_that_would_not_be_read_as_meant_stops_the_start(string json, string line)
    {
        using var folder = new SettingsFolder(json);

        await ExpectOneLine(["env", "-C", folder.Path], line, []);
    }

    private static Task ExpectOneLine(string line, string[] parts, params string[] arguments) => ExpectOneLine([], line, parts, arguments);

    private static async Task ExpectOneLine(string[] wrapper, string line, string[] parts, params string[] arguments)
    {
        var (exitCode, printed) = await RunningServer.StartRefusedUnderAsync(wrapper, arguments);

        Assert.Equal(1, exitCode);
        var only = Assert.Single(printed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith(line, only, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, only, StringComparison.Ordinal));
    }

    private static async Task ExpectCarriedBy(string transport, params string[] settings)
    {
        await using var server = await RunningServer.StartAsync(settings);

        await server.ExpectLoggedAsync($"Push listener on ws://127.0.0.1:{server.PushUri.Port} over {transport}");
    }

    private static async Task ExpectRefusal(string line, params string[] arguments)
    {
        var (exitCode, printed) = await RunningServer.StartRefusedAsync(arguments);

        Assert.Equal(1, exitCode);
        var last = printed.TrimEnd().Split('\n')[^1];
        Assert.StartsWith(line, last, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", printed, StringComparison.Ordinal);
    }

    private static TcpListener Listen(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }
}
