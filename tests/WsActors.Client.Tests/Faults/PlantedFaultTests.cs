using WsActors.Client.Tests.Rules;

namespace WsActors.Client.Tests.Faults;

/// <summary>Clients with one planted fault each: a test of the rule that it breaks must fail.</summary>
[Trait("Speed", "Slow")]
public sealed class PlantedFaultTests
{
    public static TheoryData<int> Rules => [.. PlantedFault.All.Select(fault => fault.Rule)];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_planted_fault_is_found(int rule)
    {
        var client = new FaultyClient(PlantedFault.All.Single(fault => fault.Rule == rule));

        Assert.NotEmpty(await client.FailuresAsync(rule));
        client.Unload();
    }

    // Otherwise a test could fail for another reason than the fault.
    [Fact]
    public async Task A_client_without_a_fault_passes()
    {
        var client = new FaultyClient(new PlantedFault(0, "Core/Times.cs", "public const long Rearm = 1_000;", "public const long Rearm = 1_000 + 0;"));
        foreach (var rule in RuleListTests.NumbersOfRules())
            Assert.Empty(await client.FailuresAsync(rule));
        client.Unload();
    }

    [Fact]
    public void Each_rule_has_a_planted_fault() => Assert.Equal(RuleListTests.NumbersOfRules(), PlantedFault.All.Select(fault => fault.Rule));
}
