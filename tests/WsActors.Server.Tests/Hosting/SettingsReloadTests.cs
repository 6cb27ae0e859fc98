using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using WsActors.AspNetCore.Options;
using WsActors.Server.Hosting;
using WsActors.Server.Options;

namespace WsActors.Server.Tests.Hosting;

/// <summary>A reload applies all that can be applied or nothing, and names the rest until a restart.</summary>
public sealed class SettingsReloadTests
{
    private readonly List<string> _applied = [];

    [Fact]
    public void What_a_part_covers_is_applied_and_the_rest_is_named()
    {
        using var signals = new ProcessSignals(new FakeTimeProvider());
        var reload = Reload(signals, Part("limits", ["WsActors:Push:CommandBurst", "WsActors:Topics:Rules"]));

        var (changed, pending) = reload.Apply(Read(("Push:CommandBurst", "7"), ("Push:Port", "9000"), ("Topics:Rules:0:Match", "x")));

        Assert.Equal(["limits"], _applied);
        Assert.Contains("WsActors:Push:CommandBurst", changed);
        Assert.Contains("WsActors:Topics:Rules:0:Match", changed);
        Assert.Equal(["WsActors:Push:Port"], pending);
    }

    [Fact]
    public void What_was_applied_is_not_named_again_and_what_needs_a_restart_is()
    {
        using var signals = new ProcessSignals(new FakeTimeProvider());
        var reload = Reload(signals, Part("limits", ["WsActors:Push:CommandBurst"]));
        var next = Read(("Push:CommandBurst", "7"), ("Push:Port", "9000"));
        reload.Apply(next);

        var (changed, pending) = reload.Apply(next);

        Assert.Empty(changed);
        Assert.Equal(["WsActors:Push:Port"], pending);
    }

    [Fact]
    public void A_part_that_cannot_take_its_settings_leaves_them_for_a_restart()
    {
        using var signals = new ProcessSignals(new FakeTimeProvider());
        var reload = Reload(signals, Part("rules", ["WsActors:Topics:Rules"]) with { CanTake = _ => false });

        var (changed, pending) = reload.Apply(Read(("Topics:Rules:0:Match", "x")));

        Assert.Empty(_applied);
        Assert.Empty(changed);
        Assert.Contains("WsActors:Topics:Rules:0:Match", pending);
    }

    [Fact]
    public void A_part_waits_for_settings_that_it_relies_on()
    {
        using var signals = new ProcessSignals(new FakeTimeProvider());
        var rules = Part("rules", ["WsActors:Topics:Rules"]) with { Needs = ["WsActors:Tokens"] };
        var reload = Reload(signals, rules, Part("keys", ["WsActors:Tokens:Keys"]));
        (string, string)[] both = [("Topics:Rules:0:Match", "x"), ("Tokens:Keys:0:Secret", "0123456789abcdef0123456789abcdef")];

        var (changed, pending) = reload.Apply(Read([.. both, ("Tokens:Anonymous", "Refused")]));
        Assert.Equal(["keys"], _applied);
        Assert.DoesNotContain("WsActors:Topics:Rules:0:Match", changed);
        Assert.Contains("WsActors:Topics:Rules:0:Match", pending);

        reload.Apply(Read(both));
        Assert.Equal(["keys", "rules", "keys"], _applied);
    }

    [Fact]
    public void A_part_that_fails_leaves_all_others_as_they_were()
    {
        using var signals = new ProcessSignals(new FakeTimeProvider());
        var failing = Part("keys", ["WsActors:Tokens:Keys"]) with { Prepare = _ => throw new InvalidConfigurationException("no") };
        var reload = Reload(signals, Part("limits", ["WsActors:Push:CommandBurst"]), failing);

        Assert.Throws<InvalidConfigurationException>(() => reload.Apply(Read(("Push:CommandBurst", "7"))));

        Assert.Empty(_applied);
    }

    [Theory]
    [InlineData("WsActors:Tokens:Keys", true)]
    [InlineData("WsActors:Tokens:Keys:0:Id", true)]
    [InlineData("WsActors:Tokens:KeySets:Urls", false)]
    public void A_key_stands_for_everything_below_it(string key, bool isCovered) =>
        Assert.Equal(isCovered, Part("keys", ["WsActors:Tokens:Keys"]).Covers(key));

    private ReloadablePart Part(string name, string[] keys) => new(keys, _ => true, _ => () => _applied.Add(name));

    private static SettingsReload Reload(ProcessSignals signals, params ReloadablePart[] parts) => new(
        new SettingsSources([], null, "Production"), new ConfigurationManager(), Read(), parts, signals, NullLogger<SettingsReload>.Instance);

    private static ServerConfiguration Read(params (string Key, string Value)[] settings) => ServerConfiguration.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(setting => $"WsActors:{setting.Key}", string? (setting) => setting.Value))
        .Build());
}
