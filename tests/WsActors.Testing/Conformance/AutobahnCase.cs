namespace WsActors.Testing.Conformance;

/// <summary>
/// One case of the Autobahn fuzzing suite, by its number there. The table is our own; what each case sends and what it
/// takes for a strict pass is the suite's. Its data is made when it is asked for: some cases are of 16 MiB.
/// </summary>
public sealed record AutobahnCase(string Id, string Title, Action<AutobahnScript> Write)
{
    public string Category => Id[..Id.IndexOf('.', StringComparison.Ordinal)];

    public AutobahnScript Script()
    {
        var script = new AutobahnScript();
        Write(script);
        return script;
    }

    public override string ToString() => $"{Id} {Title}";
}
