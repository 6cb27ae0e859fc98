using System.Reflection;
using NetArchTest.Rules;

namespace WsActors.ArchitectureTests;

/// <summary>Checks the table at the top of src/ARCHITECTURE.md: which layer may use which.</summary>
public sealed class LayeringTests
{
    [Fact]
    public void Protocol_uses_the_base_class_library_alone() => AssertReferences(House.Protocol, "System");

    [Fact]
    public void Actors_use_Protocol_and_Akka_and_the_base_class_library_alone() =>
        AssertReferences(House.Actors, "System", "Akka", "WsActors.Protocol");

    [Fact]
    public void The_cluster_uses_Actors_and_Protocol_and_Akka_and_the_base_class_library_alone() =>
        AssertReferences(House.Cluster, "System", "Akka", "WsActors.Protocol", "WsActors.Actors");

    [Fact]
    public void Actors_use_nothing_of_Akka_that_opens_a_port() => Assert.Equal(
        ["Akka"],
        House.Actors.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Akka", StringComparison.Ordinal)));

    [Fact]
    public void Nobody_uses_the_server() => Assert.All(
        [House.Protocol, House.Actors, House.Cluster, House.AspNetCore],
        assembly => Assert.DoesNotContain("WsActors.Server", assembly.GetReferencedAssemblies().Select(name => name.Name)));

    // Signals, collections and exit codes belong to the process, which is the application's.
    [Theory]
    [InlineData("System.Runtime.InteropServices.PosixSignalRegistration")]
    [InlineData("System.GC")]
    [InlineData("System.Console")]
    [InlineData("OpenTelemetry.")]
    public void An_embedded_node_leaves_the_process_to_the_application(string forbidden) => Assert.DoesNotContain(
        References.TypesNamedBy(House.AspNetCore), name => name.StartsWith(forbidden, StringComparison.Ordinal));

    [Theory]
    [InlineData("System.Threading.Tasks.")]
    [InlineData("System.Net.Sockets.")]
    [InlineData("System.TimeProvider")]
    [InlineData("System.Diagnostics.Stopwatch")]
    [InlineData("System.Threading.Timer")]
    [InlineData("System.Threading.Thread")]
    [InlineData("System.Runtime.CompilerServices.AsyncStateMachineAttribute")]
    [InlineData("System.Console")]
    public void Protocol_names_no_type_of_input_output_time_or_threads(string forbidden) => Assert.DoesNotContain(
        References.TypesNamedBy(House.Protocol), name => name.StartsWith(forbidden, StringComparison.Ordinal));

    // The framework's deflate stands behind a stream. It runs over memory, and nobody else has use for one.
    [Fact]
    public void Protocol_names_nothing_of_System_IO_but_deflate_and_what_it_writes_to() => Assert.Empty(
        References.TypesNamedBy(House.Protocol)
            .Where(name => name.StartsWith("System.IO.", StringComparison.Ordinal))
            .Except(
            [
                "System.IO.Compression.DeflateStream", "System.IO.Compression.CompressionLevel", "System.IO.Stream", "System.IO.SeekOrigin",
            ]));

    [Theory]
    [InlineData("System.DateTime.get_")]
    [InlineData("System.DateTimeOffset.get_")]
    [InlineData("System.Environment.get_")]
    public void Protocol_reads_no_clock_and_no_environment(string forbidden) => Assert.DoesNotContain(
        References.MembersNamedBy(House.Protocol), name => name.StartsWith(forbidden, StringComparison.Ordinal));

    // The sockets of the server, that is: the warm-up's client has one of its own.
    [Theory]
    [InlineData("System.Net.Sockets.Socket")]
    [InlineData("System.Net.Sockets.SocketAsyncEventArgs")]
    [InlineData("System.Net.Sockets.NetworkStream")]
    [InlineData("System.Net.Security.SslStream")]
    public void Only_transport_touches_a_socket(string socket) => AssertHolds(Types.InAssemblies(House.All)
        .That().DoNotResideInNamespace("WsActors.Actors.Transport").And().DoNotHaveName("WarmUpClient")
        .ShouldNot().HaveDependencyOn(socket));

    [Fact]
    public void Transport_does_touch_a_socket_so_that_the_rule_above_can_fail() => Assert.NotEmpty(
        Types.InAssembly(House.Actors).That().HaveDependencyOn("System.Net.Sockets.Socket").GetTypes());

    // A PROXY header stands in front of whatever is spoken behind it: reading one is the transport's. So is a limit of TLS handshakes.
    [Fact]
    public void Transport_knows_no_WebSocket() => AssertHolds(Types.InAssembly(House.Actors)
        .That().ResideInNamespace("WsActors.Actors.Transport")
        .ShouldNot().HaveDependencyOnAny(
            [.. ProtocolNamespacesBut("WsActors.Protocol.Proxies", "WsActors.Protocol.Limits"), "WsActors.Actors.Connections", "WsActors.Actors.Topics"]));

    [Fact]
    public void The_acceptor_knows_no_WebSocket() => AssertHolds(Types.InAssembly(House.Actors)
        .That().ResideInNamespace("WsActors.Actors.Acceptor")
        .ShouldNot().HaveDependencyOn("WsActors.Protocol"));

    [Fact]
    public void The_server_parses_no_frame() => AssertHolds(Types.InAssemblies([House.AspNetCore, House.Server])
        .ShouldNot().HaveDependencyOnAny("WsActors.Protocol.WebSocket.Frames", "WsActors.Protocol.WebSocket.Messages"));

    [Fact]
    public void The_codec_knows_no_push_protocol() => AssertHolds(Types.InAssembly(House.Protocol)
        .That().ResideInNamespace("WsActors.Protocol.WebSocket.Frames")
        .Or().ResideInNamespace("WsActors.Protocol.WebSocket.Messages")
        .Or().ResideInNamespace("WsActors.Protocol.WebSocket.Session")
        .ShouldNot().HaveDependencyOnAny("WsActors.Protocol.Clients", "WsActors.Protocol.Routing", "WsActors.Protocol.Topics"));

    private static void AssertReferences(Assembly assembly, params string[] allowed)
    {
        var foreign = assembly.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => !allowed.Any(prefix => name == prefix || name.StartsWith($"{prefix}.", StringComparison.Ordinal)));

        Assert.Empty(foreign);
    }

    private static void AssertHolds(ConditionList rule) =>
        Assert.Empty((rule.GetResult().FailingTypes ?? []).Select(type => type.FullName));

    private static IEnumerable<string> ProtocolNamespacesBut(params string[] allowed) => House.Protocol.GetTypes()
        .Select(type => type.Namespace)
        .OfType<string>()
        .Where(name => name.StartsWith("WsActors.Protocol", StringComparison.Ordinal) && !allowed.Contains(name))
        .Distinct();
}
