using Akka.Util;
using WsActors.Cluster.Settings;

namespace WsActors.Cluster.Tests;

/// <summary>Versions of builds in the order in which they are released.</summary>
public sealed class BuildVersionTests
{
    [Theory]
    [InlineData("1.2.0-beta.1", "1.2.0-beta.2")]
    [InlineData("1.2.0-beta.9+0123abc", "1.2.0-beta.10+0123abc")]
    [InlineData("1.2.0-alpha.7", "1.2.0-beta.1")]
    [InlineData("1.2.0-rc.1", "1.2.0")]
    [InlineData("1.1.9", "1.2.0-rc.1")]
    [InlineData("1.2.9", "1.2.10")]
    public void A_later_release_is_greater(string former, string later)
    {
        var (one, other) = (AppVersion.Create(BuildVersion.Of(former)), AppVersion.Create(BuildVersion.Of(later)));

        Assert.True(one.CompareTo(other) < 0, $"{one} is less than {other}");
        Assert.True(other.CompareTo(one) > 0, $"{other} is greater than {one}");
    }

    [Theory]
    [InlineData("1.2.0", "1.2.0")]
    [InlineData("1.2.0+0123abc", "1.2.0")]
    [InlineData("1.2.0-beta.1+0123abc", "1.2.0-beta-0001")]
    public void A_release_is_shown_as_it_is_and_the_commit_is_left_out(string version, string shown) => Assert.Equal(shown, BuildVersion.Of(version));

    [Fact]
    public void Members_are_told_the_version_of_the_build() => Assert.Equal(
        BuildVersion.Current, ClusterConfiguration.Create(new ClusterSettings(), new ClusterTiming(), TimeSpan.Zero).GetString("akka.cluster.app-version"));
}
