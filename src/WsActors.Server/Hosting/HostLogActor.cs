using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Dispatch;
using Akka.Event;
using AkkaLogLevel = Akka.Event.LogLevel;

namespace WsActors.Server.Hosting;

/// <summary>
/// Forwards the log events of actors to the host's logging, with the actor's class as the category, so that
/// <c>Logging:LogLevel:WsActors.Actors</c> governs it. Akka.Hosting's logger has one category for all actors and puts a
/// second time before each message.
/// </summary>
internal sealed class HostLogActor : UntypedActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    /// <summary>Gives the logger, which Akka creates, access to the host's logging.</summary>
    public sealed class Target(ILoggerFactory factory) : Setup
    {
        public ILoggerFactory Factory { get; } = factory;
    }

    private readonly ILoggerFactory _factory =
        Context.System.Settings.Setup.Get<Target>().Value.Factory;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger: Sender.Tell(new LoggerInitialized()); break;
            case LogEvent happened: Pass(happened); break;
            default: Unhandled(message); break;
        }
    }

    private void Pass(LogEvent happened)
    {
        var logger = _factory.CreateLogger(happened.LogClass.FullName ?? happened.LogClass.Name);
        var level = LevelOf(happened.LogLevel());
        if (logger.IsEnabled(level))
            logger.Log(level, default, happened.Message, happened.Cause, (said, _) => said.ToString() ?? string.Empty);
    }

    private static Microsoft.Extensions.Logging.LogLevel LevelOf(AkkaLogLevel level) => level switch
    {
        AkkaLogLevel.DebugLevel => Microsoft.Extensions.Logging.LogLevel.Debug,
        AkkaLogLevel.InfoLevel => Microsoft.Extensions.Logging.LogLevel.Information,
        AkkaLogLevel.WarningLevel => Microsoft.Extensions.Logging.LogLevel.Warning,
        _ => Microsoft.Extensions.Logging.LogLevel.Error,
    };
}
