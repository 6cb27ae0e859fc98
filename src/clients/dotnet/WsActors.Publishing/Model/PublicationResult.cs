namespace WsActors.Publishing;

/// <summary>The result of one message of a batch in one topic.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Published">The position, if it was published.</param>
/// <param name="Error">The reason, if it was not, or if that is not known.</param>
public sealed record PublicationResult(string Topic, Published? Published, PublicationError? Error)
{
    /// <summary>The position.</summary>
    /// <exception cref="PublishException">It was not published.</exception>
    public Published Value => Published ?? throw new PublishException(Error!);
}
