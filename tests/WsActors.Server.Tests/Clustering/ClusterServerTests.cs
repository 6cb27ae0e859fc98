using System.Net;
using WsActors.AspNetCore.Clustering;
using WsActors.Server.Tests.Access;
using WsActors.Server.Tests.EndToEnd;
using WsActors.Testing;
using static WsActors.Server.Tests.Clustering.ClusterServers;

namespace WsActors.Server.Tests.Clustering;

/// <summary>Servers as one cluster: processes of their own on loopback.</summary>
[Trait("Speed", "Slow")]
public sealed class ClusterServerTests
{
    [Fact]
    public async Task A_server_without_a_cluster_loads_nothing_of_it_and_has_no_GET_cluster()
    {
        await using var server = await RunningServer.StartAsync();
        using var admin = new AdminClient(server.AdminUri);

        (await admin.GetAsync("/api/cluster")).ExpectProblem(HttpStatusCode.NotFound, "no_cluster");
        Assert.DoesNotContain("missing", (await admin.GetAsync("/api/connections")).Body, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
        {
            var loaded = await File.ReadAllTextAsync($"/proc/{server.ProcessId}/maps");
            Assert.Contains("/Akka.dll", loaded, StringComparison.Ordinal);
            Assert.All(
                ["/Akka.Cluster", "/Akka.Remote", "/Akka.DistributedData", "/DotNetty"],
                library => Assert.DoesNotContain(library, loaded, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Two_servers_are_one()
    {
        var ports = FreePorts.Some(2);
        await using var first = await StartAsync(ports, 0);
        await using var second = await StartAsync(ports, 1);
        using var one = new AdminClient(first.AdminUri);
        using var other = new AdminClient(second.AdminUri);
        await Eventually.HoldsAsync(async () => Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/readyz")).Status));
        await Eventually.HoldsAsync(async () => Assert.True((await one.GetAsync("/api/cluster")).Json is var seen
            && seen.GetProperty("members").GetArrayLength() == 2 && seen.GetProperty("hasLease").GetBoolean()));

        Assert.All((await one.GetAsync("/api/cluster")).Json.GetProperty("members").EnumerateArray(), member => Assert.Equal(OwnVersion, member.GetProperty("version").GetString()));

        // A client of the one is seen, subscribed and disconnected at the other.
        using var client = await TestClient.OpenJsonAsync(first.PushUri);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync($"/api/connections/{client.Id}")).Status);

        var misdirected = await other.GetAsync($"/api/connections/{client.Id}/tap");
        misdirected.ExpectProblem(HttpStatusCode.MisdirectedRequest, "other_node");
        Assert.Contains($"127.0.0.1:{ports[0]}", misdirected.Detail, StringComparison.Ordinal);
        using var tap = await TapReader.OpenAsync(first.AdminUri, client.Id);

        // A bucket of a cluster that has just begun may be without a home for some seconds: a publication that is answered shows that it has one.
        await Eventually.HoldsAsync(async () => await other.PublishAsync("news", "first"));
        Assert.Equal(HttpStatusCode.NoContent, (await other.PutAsync($"/api/connections/{client.Id}/topics/news")).Status);
        await Eventually.HoldsAsync(async () => await other.PublishAsync("news", "hello"));
        var topics = (await one.GetAsync("/api/topics?prefix=news")).Json;
        Assert.Equal("news", Assert.Single(topics.GetProperty("topics").EnumerateArray()).GetProperty("topic").GetString());
        Assert.Equal(0, topics.GetProperty("missing").GetArrayLength());
        Assert.Single(await other.ConnectionsOfAsync("news"));
        var bucket = Assert.Single((await other.GetAsync("/api/cluster")).Json.GetProperty("buckets").EnumerateArray(), bucket => bucket.GetProperty("topics").GetInt32() > 0);
        Assert.Equal(2, bucket.GetProperty("replicas").GetArrayLength());

        Assert.Equal(HttpStatusCode.Accepted, (await other.DeleteAsync($"/api/connections/{client.Id}")).Status);
        await Eventually.HoldsAsync(async () => (await other.GetAsync($"/api/connections/{client.Id}")).ExpectProblem(HttpStatusCode.NotFound, "unknown_connection"));

        await second.TerminateAsync();
        Assert.Equal(0, await second.WaitForExitAsync());
        await first.ExpectLoggedAsync("has left the cluster");
    }

    [Fact]
    public async Task What_became_of_a_user_is_known_on_any_node()
    {
        using var issuer = new TestIssuer();
        var ports = FreePorts.Some(2);
        await using var first = await StartAsync(ports, 0, [.. TokenServer.Keys(issuer)]);
        await using var second = await StartAsync(ports, 1, [.. TokenServer.Keys(issuer)]);
        await Task.WhenAll(ExpectMembersAsync(first, 2), ExpectMembersAsync(second, 2));
        using var other = new AdminClient(second.AdminUri);

        // A bucket of a cluster that has just begun may be without a home for some seconds.
        foreach (var topic in new[] { "orders.42", "orders.43" })
            await Eventually.HoldsAsync(async () => await other.PublishAsync(topic, "x"));
        using (var client = await TestClient.OpenJsonAsync(first.PushUri, "Authorization", $"Bearer {TestIssuer.For("4711")}"))
        {
            await client.ReceiveWelcomeAsync();
            await client.SubscribeAsync("orders.43");

            await Eventually.HoldsAsync(async () => Assert.Equal("not_subscribed", await VerdictAsync(other)));
        }

        await Eventually.HoldsAsync(async () => Assert.Single((await other.GetAsync("/api/tombstones?user=4711")).Json.GetProperty("tombstones").EnumerateArray()));
        Assert.Equal("not_connected", await VerdictAsync(other));
    }

    [Fact]
    public async Task A_server_of_another_cluster_ends_with_the_reason_and_a_code_of_its_own()
    {
        var ports = FreePorts.Some(2);
        await using var first = await StartAsync(ports[0], ports[..1]);
        using var admin = new AdminClient(first.AdminUri);
        await Eventually.HoldsAsync(async () => Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/readyz")).Status));

        // It may end before it has begun to listen.
        var stranger = await StartRefusedAsync(ports[1], ports[..1], "--WsActors:Cluster:Buckets=64");

        Assert.True(stranger.Printed.Contains("and this node has the name \"wsactors\", 64 buckets and wire version 1", StringComparison.Ordinal), stranger.Printed);
        Assert.Equal(NodeExit.ClusterLost, stranger.ExitCode);
        await first.ExpectLoggedAsync("is refused: it has the name \"wsactors\", 64 buckets and wire version 1");
    }

    [Fact]
    public async Task A_server_whose_seeds_do_not_answer_says_so_and_is_not_ready()
    {
        var ports = FreePorts.Some(2);
        await using var server = await StartAsync(ports, 1);
        using var admin = new AdminClient(server.AdminUri);

        await server.ExpectLoggedAsync("This node has not joined the cluster yet: a cluster begins when 2 of 2 configured nodes answer");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await admin.GetAsync("/readyz")).Status);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/healthz")).Status);
    }

    private static async Task<string?> VerdictAsync(AdminClient admin) =>
        (await admin.GetAsync("/api/explain?user=4711&topic=orders.42")).Json.GetProperty("verdict").GetString();

    private static string OwnVersion => typeof(NodeExit).Assembly.GetName().Version!.ToString(3);
}
