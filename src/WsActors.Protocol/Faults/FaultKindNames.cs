namespace WsActors.Protocol.Faults;

/// <summary>The names of the kinds of faults, as the admin API and the metrics have them.</summary>
public static class FaultKindNames
{
    // In the order of the kinds.
    private static readonly string[] Names = ["delay", "drop", "duplicate", "close", "throttle"];

    /// <summary>The name of a kind, such as <c>delay</c>.</summary>
    public static string NameOf(FaultKind kind) => Names[(int)kind];

    /// <summary>The kind that has a name; null if there is none.</summary>
    public static FaultKind? Find(string? name) => Array.IndexOf(Names, name) is >= 0 and var kind ? (FaultKind)kind : null;
}
