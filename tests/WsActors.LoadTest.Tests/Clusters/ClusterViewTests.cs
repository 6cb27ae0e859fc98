using System.Text.Json;
using WsActors.LoadTest.Clusters;

namespace WsActors.LoadTest.Tests.Clusters;

/// <summary>Three nodes, two replicas, and two buckets.</summary>
public sealed class ClusterViewTests
{
    private const string Whole = """
        {
          "name": "wsactors", "self": "a:1", "hasLease": true, "replicas": 2,
          "members": [
            { "address": "a:1", "state": "up", "reachable": true, "self": true },
            { "address": "b:1", "state": "up", "reachable": true, "self": false },
            { "address": "c:1", "state": "up", "reachable": true, "self": false }
          ],
          "unreachable": [],
          "buckets": [
            { "bucket": 3, "home": "a:1", "serving": true, "term": 1, "replicas": ["a:1", "b:1"], "topics": 2 },
            { "bucket": 7, "home": "c:1", "serving": true, "term": 4, "replicas": ["c:1", "a:1"], "topics": 1 }
          ],
          "missing": []
        }
        """;

    [Fact]
    public void A_whole_cluster_misses_nothing() => Assert.Null(View(Whole).Missing(3, 2));

    [Fact]
    public void Homes_are_counted_by_node() =>
        Assert.Equal([("a:1", 1), ("c:1", 1)], View(Whole).Homes.Select(home => (home.Key, home.Value)).Order());

    [Theory]
    [InlineData("\"hasLease\": true", "\"hasLease\": false")]
    [InlineData("\"state\": \"up\", \"reachable\": true, \"self\": false", "\"state\": \"up\", \"reachable\": false, \"self\": false")]
    [InlineData("\"state\": \"up\", \"reachable\": true, \"self\": false", "\"state\": \"leaving\", \"reachable\": true, \"self\": false")]
    [InlineData("\"serving\": true", "\"serving\": false")]
    [InlineData("[\"c:1\", \"a:1\"]", "[\"c:1\"]")]
    [InlineData("\"missing\": []", "\"missing\": [\"b:1\"]")]
    public void Anything_that_is_not_as_it_should_be_is_missed(string right, string wrong) =>
        Assert.NotNull(View(Whole.Replace(right, wrong, StringComparison.Ordinal)).Missing(3, 2));

    [Fact]
    public void A_node_that_has_not_joined_is_missed() => Assert.NotNull(View(Whole).Missing(4, 2));

    [Fact]
    public void A_bucket_that_no_node_lists_is_missed() => Assert.Contains("2 of 3 buckets", View(Whole).Missing(3, 3), StringComparison.Ordinal);

    private static ClusterView View(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ClusterView.Read(document.RootElement);
    }
}
