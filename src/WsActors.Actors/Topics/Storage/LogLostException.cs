namespace WsActors.Actors.Topics.Storage;

/// <summary>The log of a durable topic in memory may differ from the stored one, so the topic restarts and loads it again.</summary>
public sealed class LogLostException : Exception
{
    public LogLostException()
    {
    }

    public LogLostException(string message)
        : base(message)
    {
    }

    public LogLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
