namespace WsActors.Actors.Access;

/// <summary>The decision on what a client wants to do with a topic.</summary>
public abstract record AccessDecision
{
    private AccessDecision()
    {
    }

    public sealed record Allowed : AccessDecision
    {
        public static readonly Allowed Instance = new();
    }

    /// <param name="Code">One of <see cref="Protocol.Clients.ErrorCode"/>.</param>
    /// <param name="Message">The fault, and what is allowed.</param>
    public sealed record Denied(string Code, string Message) : AccessDecision;

    /// <summary>The rule leaves it to the application.</summary>
    public sealed record AskBackend : AccessDecision
    {
        public static readonly AskBackend Instance = new();
    }
}
