namespace WsActors.Fuzz.Tests;

/// <summary>
/// The fuzzer sees what it is there to see: it begins with four bytes that do no harm, and comes by the code that it
/// reaches to the four that do. Each test ends with the first finding.
/// </summary>
public sealed class PlantedFaultTests : IDisposable
{
    private readonly DirectoryInfo _corpus = Directory.CreateTempSubdirectory("wsactors-fuzz-tests-");

    [FuzzerFact]
    public void A_planted_crash_is_found() => Assert.Contains("a planted crash", FirstFindingIn(FuzzTargets.PlantedCrash).What, StringComparison.Ordinal);

    [FuzzerFact]
    public void A_planted_hang_is_found() => Assert.Equal("hang", FirstFindingIn(FuzzTargets.PlantedHang).Kind);

    [FuzzerFact]
    public void A_planted_growth_is_found() => Assert.Contains("of the heap", FirstFindingIn(FuzzTargets.PlantedGrowth).What, StringComparison.Ordinal);

    [FuzzerFact]
    public void What_is_found_is_the_input_that_does_harm() =>
        Assert.Equal("wsp!"u8, FirstFindingIn(FuzzTargets.PlantedCrash).Input.AsSpan(0, 4));

    [FuzzerFact]
    public void An_input_to_begin_with_that_does_harm_is_found_before_the_fuzzer_starts() =>
        Assert.Equal("seed", FirstFindingIn(FuzzTargets.PlantedCrash, "wsp!").Kind);

    public void Dispose() => _corpus.Delete(recursive: true);

    // The time is for a machine that does much else: it takes a second or two.
    private Finding FirstFindingIn(string target, string begin = "aaaa")
    {
        File.WriteAllText(Path.Combine(_corpus.FullName, "begin"), begin);
        var plan = new FuzzPlan
        {
            Target = target,
            Time = TimeSpan.FromMinutes(4),
            Seed = 1,
            Corpus = _corpus.FullName,
            HangsAfter = TimeSpan.FromSeconds(2),
            MaxInputBytes = 16,
            StopsAtFirst = true,
        };
        using var run = new FuzzRun(plan, TextWriter.Null);
        return run.Look()[0];
    }
}
