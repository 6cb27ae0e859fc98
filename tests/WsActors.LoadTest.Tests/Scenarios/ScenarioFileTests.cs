using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Tests.Scenarios;

public sealed class ScenarioFileTests
{
    public static TheoryData<string> Known => [.. ScenarioFile.KnownNames];

    [Theory]
    [MemberData(nameof(Known))]
    public void Every_scenario_that_comes_along_can_be_run_and_has_its_files_name(string name)
    {
        var scenario = ScenarioFile.Read(name);
        ScenarioRules.Check(scenario);
        Assert.Equal(name, scenario.Name);
    }

    [Fact]
    public void The_promised_scenarios_come_along() =>
        Assert.Equal(["cluster-faults", "echo", "fairness", "fan-out", "idle", "kill", "lossless", "many-topics", "publishers", "recovery", "slow-readers", "slow-readers-5000", "small-topics", "soak", "storm"], ScenarioFile.KnownNames);

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones() =>
        Assert.Contains("fan-out", Assert.Throws<UsageException>(() => ScenarioFile.Read("nonsense")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_misspelt_field_is_refused()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, """{"conections": 5}""");
            Assert.Contains("conections", Assert.Throws<UsageException>(() => ScenarioFile.Read(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
