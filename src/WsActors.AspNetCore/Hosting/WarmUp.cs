using System.Diagnostics.Metrics;
using System.Net;
using Akka.Actor;
using WsActors.Actors;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics.Messages;
using WsActors.AspNetCore.Options;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Hosting;

/// <summary>
/// Lets clients of its own use a second node before the real one exists. This node has its own actors, its own listener on a free
/// loopback port and instruments of its own. The runtime compiles what it has counted 30 calls of, so the clients that meet the real node
/// just after its start find compiled code; otherwise each of their handshakes would cost up to half as much again.
/// </summary>
/// <remarks>The real node starts afterwards in any case, also when the warm-up fails or takes too long.</remarks>
internal sealed partial class WarmUp(ServerConfiguration configuration, TimeProvider time, ILogger<WarmUp> log)
{
    // The first round calls everything once or more, so that all code is loaded. The second calls it more than 30 times.
    private static readonly Round Loading = new(Clients: 5, Publications: 2);
    private static readonly Round Counting = new(Clients: 40, Publications: 32);

    private static readonly WarmUpDialogue[] Dialogues = [WarmUpDialogue.Json, WarmUpDialogue.Plain, WarmUpDialogue.Echo];

    // The runtime begins to count calls when nothing new was called for 10 ms (TieredCompilation.CallCountingDelayMs).
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(25);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public async Task RunAsync(ActorSystem system)
    {
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(Timeout, time);
        try
        {
            await UseNodeAsync(system, timeout.Token);
            var taken = time.GetElapsedTime(started).TotalSeconds;
            LogWarm(taken);
        }
        catch (Exception) when (timeout.IsCancellationRequested)
        {
            LogTimedOut(Timeout.TotalSeconds);
        }
        catch (Exception fault)
        {
            LogFailed(fault);
        }
    }

    private async Task UseNodeAsync(ActorSystem system, CancellationToken cancellation)
    {
        using var meter = new Meter("WsActors.WarmUp");
        var settings = new ServerSettings
        {
            Push = new PushSettings { Address = IPAddress.Loopback, Port = 0, Transport = configuration.Server.Push.Transport },
        };
        using var listener = PushListener.Bind(settings.Push, identity: null);
        var node = system.ActorOf(ServerActor.Props(settings, listener, new ServerTelemetry(meter), time), "warm-up");
        try
        {
            var children = await node.Ask<ServerActor.Children>(ServerActor.GetChildren.Instance, cancellation);
            await RunRoundAsync(Loading, listener.LocalEndPoint, children.Topics, cancellation);
            await Task.Delay(BetweenRounds, time, cancellation);
            await RunRoundAsync(Counting, listener.LocalEndPoint, children.Topics, cancellation);
        }
        finally
        {
            await node.GracefulStop(Timeout);
        }
    }

    private static async Task RunRoundAsync(Round round, EndPoint server, IActorRef topics, CancellationToken cancellation)
    {
        var clients = Dialogues
            .SelectMany(dialogue => Enumerable.Range(0, round.Clients).Select(_ => new WarmUpClient(dialogue)))
            .ToArray();

        // A socket that blocks knows no cancellation: it is closed instead.
        await using var closing = cancellation.Register(() => Array.ForEach(clients, client => client.Dispose()));
        try
        {
            await OnThreadOfItsOwn(clients, client => client.Connect(server), cancellation);

            // One after the other: together they would be delivered as one.
            for (var i = 0; i < round.Publications; i++)
                await topics.Ask<TopicReply.Published>(Publish(), cancellation);
            await OnThreadOfItsOwn(clients, client => client.ReceiveAndClose(round.Publications), cancellation);
        }
        finally
        {
            foreach (var client in clients)
                client.Dispose();
        }
    }

    // The clients' sockets block, and the pool's threads are the server's.
    private static Task OnThreadOfItsOwn(WarmUpClient[] clients, Action<WarmUpClient> action, CancellationToken cancellation) =>
        Task.Factory.StartNew(
            () => Array.ForEach(clients, action), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static TopicRequest.Publish Publish() => new(
        TopicName.Parse(WarmUpDialogue.Topic), Publication.FromBinary(WarmUpDialogue.Payload.ToArray()), PublicationSource.AdminApi);

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "Warmed up in {Seconds:0.00} s")]
    private partial void LogWarm(double seconds);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "The warm-up did not finish within {Seconds} s and was ended: the first thousands of clients will cost more. A busy processor is the likely cause; WsActors:Push:WarmUp=false skips the warm-up")]
    private partial void LogTimedOut(double seconds);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "The warm-up failed: the first thousands of clients will cost more. WsActors:Push:WarmUp=false skips it")]
    private partial void LogFailed(Exception fault);

    // As many clients of each dialogue.
    private sealed record Round(int Clients, int Publications);
}
