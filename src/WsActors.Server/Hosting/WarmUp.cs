using Akka.Actor;
using WsActors.Actors.WarmUp;

namespace WsActors.Server.Hosting;

/// <summary>Warms the node up before it lets anybody in. A node that does not get warm in time starts all the same.</summary>
internal sealed partial class WarmUp(TimeProvider time, ILogger<WarmUp> log)
{
    // It takes a third of a second where nothing else runs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task RunAsync(ActorSystem system)
    {
        var started = time.GetTimestamp();
        var warmUp = system.ActorOf(WarmUpActor.Props(time), "warm-up");
        try
        {
            await warmUp.Ask<WarmUpActor.Done>(WarmUpActor.Run.Instance, Patience);
            var taken = time.GetElapsedTime(started).TotalSeconds;
            LogWarm(taken);
        }
        catch (AskTimeoutException)
        {
            system.Stop(warmUp);
            LogGivenUp(Patience.TotalSeconds);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "Warmed up in {Seconds:0.00} s")]
    private partial void LogWarm(double seconds);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Not warmed up within {Seconds} s, starting all the same: the first thousands of clients cost more. A busy processor is the likely cause; WsActors:Push:WarmUp=false spares the attempt")]
    private partial void LogGivenUp(double seconds);
}
