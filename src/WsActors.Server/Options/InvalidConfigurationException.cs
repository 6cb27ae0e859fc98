namespace WsActors.Server.Options;

/// <summary>A setting cannot be used. The message is one line: the key, its value and what is allowed.</summary>
public sealed class InvalidConfigurationException : Exception
{
    public InvalidConfigurationException()
    {
    }

    public InvalidConfigurationException(string message)
        : base(message)
    {
    }

    public InvalidConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public InvalidConfigurationException(string key, object? value, string allowed)
        : base($"{key} is \"{value}\": {allowed}")
    {
    }
}
