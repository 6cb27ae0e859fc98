using Microsoft.Extensions.Logging;

namespace WsActors.Server.Tests.Logs;

/// <summary>A log whose lines a test reads. Thread-safe.</summary>
/// <typeparam name="T">The category.</typeparam>
internal sealed class LogLines<T> : ILogger<T>
{
    private readonly List<string> _lines = [];

    /// <summary>The lines so far: level, message, and the exception if there is one.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
        {
            _lines.Add($"{logLevel}: {formatter(state, exception)} {exception}".Trim());
        }
    }
}
