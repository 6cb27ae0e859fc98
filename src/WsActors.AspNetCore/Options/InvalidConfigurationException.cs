namespace WsActors.AspNetCore.Options;

/// <summary>A setting cannot be used. The message is one line: the key, its value and what is allowed.</summary>
public sealed class InvalidConfigurationException : Exception
{
    /// <summary>Makes an exception without a message of its own.</summary>
    public InvalidConfigurationException()
    {
    }

    /// <summary>Makes an exception with its line.</summary>
    /// <param name="message">The line.</param>
    public InvalidConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with its line and its cause.</summary>
    /// <param name="message">The line.</param>
    /// <param name="innerException">The cause.</param>
    public InvalidConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal InvalidConfigurationException(string key, object? value, string allowed)
        : base($"{key} is \"{value}\": {allowed}")
    {
    }
}
