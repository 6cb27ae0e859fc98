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

    /// <param name="Reason">The application's reason for the client: one short line; null if it gave none.</param>
    public sealed record Refused(string? Reason) : AuthorizationResult;

    /// <summary>The application could not be asked, or its answer was late or invalid.</summary>
    public sealed record Unanswered : AuthorizationResult
    {
        public static readonly Unanswered Instance = new();
    }
}
