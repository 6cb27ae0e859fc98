using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using WsActors.AspNetCore.Options;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Documents;

/// <summary>The settings in the files of deploy/ are known, and together they are a configuration that a node starts with.</summary>
public sealed partial class DeploymentSettingsTests
{
    private const string Dockerfile = "deploy/Dockerfile";

    [Theory]
    [InlineData("docker-compose.yml")]
    [InlineData("deploy/cluster/docker-compose.yml")]
    [InlineData("deploy/kubernetes/deployment.yaml")]
    [InlineData("deploy/kubernetes/cluster/statefulset.yaml")]
    public void A_node_of_this_file_has_settings_that_hold(string file)
    {
        var settings = SettingsIn(Dockerfile);
        foreach (var (key, value) in SettingsIn(file))
            settings[key] = value;

        var configuration = ServerConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(settings!).Build());

        Assert.Equal(file.Contains("cluster", StringComparison.Ordinal), configuration.Cluster.IsOn());
    }

    [Fact]
    public void A_misspelt_setting_is_found() => Assert.Throws<InvalidConfigurationException>(() => ServerConfiguration.Read(
        new ConfigurationBuilder().AddInMemoryCollection(Read("  WsActors__Cluster__Replica: 2")!).Build()));

    private static Dictionary<string, string> SettingsIn(string file) => Read(File.ReadAllText(Path.Combine(ClientTools.Repository, file)));

    // Later ones win, as the node's own do over those that all nodes share.
    private static Dictionary<string, string> Read(string text)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match setting in Setting().Matches(text))
        {
            var value = Placeholder().Replace(setting.Groups["value"].Value.Trim(' ', '"'), Fill);
            settings[setting.Groups["key"].Value.Replace("__", ":", StringComparison.Ordinal)] = value.Length > 0 ? value : "from a secret, such as this";
        }

        return settings;
    }

    private static string Fill(Match placeholder) => placeholder.Value switch
    {
        "$(POD_IP)" => "10.0.0.1",
        _ when placeholder.Groups["default"].Success => placeholder.Groups["default"].Value,
        _ => "a secret of the environment",
    };

    // As a Dockerfile, a compose file and a manifest write them; the value of a manifest is on the next line, unless it is in a secret.
    [GeneratedRegex("""^\s*(?:ENV |- name: )?(?<key>WsActors__\w+)(?:[:=]\s*(?<value>.+)|\s*\n\s+value: (?<value>.+)|\s*\n\s+valueFrom:)""", RegexOptions.Multiline)]
    private static partial Regex Setting();

    [GeneratedRegex("""\$\(\w+\)|\$\{\w+(?::-(?<default>[^}]*)|:\?[^}]*)?\}""")]
    private static partial Regex Placeholder();
}
