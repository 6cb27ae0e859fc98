namespace WsActors.AspNetCore.Options;

/// <summary>A part of the node that can take over changed settings while it runs.</summary>
/// <param name="Keys">The settings, as in <c>WsActors:Admin:ApiKeys</c>; each stands for everything below it too.</param>
/// <param name="CanTake">Returns true if this part can take over these settings without a restart.</param>
/// <param name="Prepare">
/// Reads everything that the settings name, and returns the step that puts it to use. A fault throws an
/// <see cref="InvalidConfigurationException"/> before anything has changed.
/// </param>
internal sealed record ReloadablePart(
    IReadOnlyList<string> Keys, Func<ServerConfiguration, bool> CanTake, Func<ServerConfiguration, Action> Prepare)
{
    /// <summary>
    /// Settings without which these must not take effect: while one of them waits for a restart, these wait too. Topic rules may rely on new
    /// settings of tokens, for example.
    /// </summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    public bool Covers(string key) => IsBelow(key, Keys);

    /// <summary>True if this part has to wait for a setting that needs a restart.</summary>
    public bool WaitsFor(string key) => IsBelow(key, Needs);

    private static bool IsBelow(string key, IReadOnlyList<string> prefixes) =>
        prefixes.Any(prefix => key == prefix || (key.StartsWith(prefix, StringComparison.Ordinal) && key[prefix.Length] == ':'));
}
