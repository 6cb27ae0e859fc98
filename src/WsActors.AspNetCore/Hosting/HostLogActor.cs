using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Dispatch;
using Akka.Event;
using WsActors.Cluster.Runtime;
using AkkaLogLevel = Akka.Event.LogLevel;

namespace WsActors.AspNetCore.Hosting;

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
        if (EndedConnection.Describe(happened) is { } line)
        {
            _factory.CreateLogger(typeof(EndedConnection).FullName!).Log(
                Microsoft.Extensions.Logging.LogLevel.Information, default, line, exception: null, (said, _) => said);
            return;
        }

        var logger = _factory.CreateLogger(happened.LogClass.FullName ?? happened.LogClass.Name);
        var level = LevelOf(happened.LogLevel());
        if (logger.IsEnabled(level))
            logger.Log(level, default, new LogFields(happened), happened.Cause, (fields, _) => fields.ToString());
    }

    private static Microsoft.Extensions.Logging.LogLevel LevelOf(AkkaLogLevel level) => level switch
    {
        AkkaLogLevel.DebugLevel => Microsoft.Extensions.Logging.LogLevel.Debug,
        AkkaLogLevel.InfoLevel => Microsoft.Extensions.Logging.LogLevel.Information,
        AkkaLogLevel.WarningLevel => Microsoft.Extensions.Logging.LogLevel.Warning,
        _ => Microsoft.Extensions.Logging.LogLevel.Error,
    };
}
