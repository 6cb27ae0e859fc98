namespace WsActors.ArchitectureTests;

/// <summary>Asserts that nothing breaks a rule. The message names each fault in full and what to do; xUnit's own cuts texts after 50 characters.</summary>
internal static class Faults
{
    /// <param name="faults">What breaks the rule, each with its place.</param>
    /// <param name="rule">The rule, and how to satisfy it.</param>
    public static void None<T>(IEnumerable<T> faults, string rule)
    {
        var found = faults.ToArray();
        Assert.True(found.Length == 0, $"{rule}. Broken by:\n  {string.Join("\n  ", found)}");
    }
}
