namespace WsActors.Actors.Backend;

/// <summary>The outcome of an authorization request to the application.</summary>
public abstract record AuthorizationResult
{
    private AuthorizationResult()
    {
    }

    public sealed record Allowed : AuthorizationResult
    {
        public static readonly Allowed Instance = new();
    }

    /// <param name="Reason">The application's own words for the client: one short line; null where it gave none.</param>
    public sealed record Refused(string? Reason) : AuthorizationResult;

    /// <summary>It could not be asked, or its answer came late or made no sense.</summary>
    public sealed record Unanswered : AuthorizationResult
    {
        public static readonly Unanswered Instance = new();
    }
}
