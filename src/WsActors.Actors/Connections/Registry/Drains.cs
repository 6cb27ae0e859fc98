using Akka.Actor;
using Akka.Event;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Model;
using WsActors.Actors.Settings;

namespace WsActors.Actors.Connections.Registry;

/// <summary>Sends connections away at a pace: all of them for a drain, a share of them for a rebalance. One at a time.</summary>
internal sealed class Drains(
    ConnectionEnvironment environment, DrainSettings settings, ConnectionTable table, IScheduler scheduler, IActorRef self)
{
    /// <summary>The last drain or rebalance; null if there has been none.</summary>
    public DrainProgress? Last { get; private set; }

    public DrainStatus Status => Last?.Status ?? DrainStatus.None;

    /// <summary>Sends all connections away. During a drain, continues it at another pace.</summary>
    /// <param name="request">The request.</param>
    /// <param name="replyTo">Told <see cref="ConnectionsReply.Drained"/> when no connection is left.</param>
    public void Drain(ConnectionsRequest.Drain request, IActorRef replyTo)
    {
        if (Last is { State: DrainState.Draining } drain)
        {
            drain.CancelTimers();
            drain.Use(PaceOf(request with { Rate = request.Rate ?? drain.Rate }, drain.Waiting.Count));
        }
        else
        {
            // A rebalance that is under way has nothing left to send away.
            if (Last is { IsActive: true } rebalance)
                End(rebalance);
            var ids = table.AdmittedIds().ToArray();
            drain = Last = new DrainProgress(replyTo, DrainState.Draining, ids, PaceOf(request, ids.Length), environment.Clock);
        }

        drain.Timeout = ScheduleOnce(drain.TimeLimit, new TimedOut(drain));
        SendNextGoodbyes(drain);
        FinishIfEmpty(drain);
    }

    /// <summary>Sends a share of the connections away, which are chosen at random.</summary>
    /// <returns>False if connections are being sent away already.</returns>
    public bool TryRebalance(ConnectionsRequest.Rebalance request)
    {
        if (Last is { IsActive: true } or { RefusesOthers: true })
            return false;

        var ids = table.AdmittedIds().ToArray();
        Random.Shared.Shuffle(ids);
        var chosen = ids[..request.Of(ids.Length)];
        var pace = DrainPace.Of(settings, request.Rate, chosen.Length, isFinal: false) with { ReconnectWithin = request.ReconnectWithin };
        Last = new DrainProgress(ActorRefs.Nobody, DrainState.Rebalancing, chosen, pace, environment.Clock);
        SendNextGoodbyes(Last);
        FinishIfEmpty(Last);
        return true;
    }

    /// <summary>Ends what is under way early.</summary>
    /// <returns>False if nothing is.</returns>
    public bool TryAbort()
    {
        if (Last is not { IsActive: true } drain)
            return false;

        End(drain);
        return true;
    }

    /// <summary>Sends the next goodbyes. Those of a drain that has ended meanwhile are not sent.</summary>
    public void OnNextWave(NextWave wave)
    {
        if (wave.Of.IsActive)
            SendNextGoodbyes(wave.Of);
    }

    /// <summary>Cuts what a drain has left, because its time is over.</summary>
    public void OnTimedOut(TimedOut timeout)
    {
        if (timeout.Of == Last)
            CutTheRest();
    }

    /// <summary>Cuts what a drain has left. Without a drain there is nothing to cut.</summary>
    public void CutTheRest()
    {
        if (Last is not { RefusesOthers: true } drain)
            return;

        foreach (var entry in table.Entries)
            entry.Connection.Tell(ConnectionMessage.Cut.Instance);
        drain.CutRemaining();
        Finish(drain);
    }

    /// <summary>Counts a connection that has ended.</summary>
    public void OnStopped(ConnectionReport.Stopped report)
    {
        if (Last is not { IsActive: true } drain)
            return;

        drain.CountEnded(report.Id, report.Outcome);
        FinishIfEmpty(drain);
    }

    /// <summary>Leaves out a connection that is not to be sent away.</summary>
    public void OnStays(ConnectionReport.Stays report)
    {
        if (Last is not { IsActive: true } drain)
            return;

        drain.LeaveOut(report.Id);
        FinishIfEmpty(drain);
    }

    public void CancelTimers() => Last?.CancelTimers();

    private DrainSettings PaceOf(ConnectionsRequest.Drain request, int connections)
    {
        var pace = DrainPace.Of(settings, request.Rate, connections, request.IsFinal);
        var asked = request.Rate ?? settings.ConnectionsPerSecond;
        if (pace.ConnectionsPerSecond > asked)
            environment.Log.Warning(
                "Draining {Connections} connections at {Rate} per second would take longer than WsActors:Drain:Timeout, {Timeout}; they are sent away at {FasterRate} per second",
                connections, asked, settings.Timeout, pace.ConnectionsPerSecond);
        return pace;
    }

    private void SendNextGoodbyes(DrainProgress drain)
    {
        foreach (var id in drain.NextWave())
            table.Find(id)?.Connection.Tell(Goodbye(drain));

        if (drain.HasMoreWaves)
            drain.WaveTimer = ScheduleOnce(drain.WaveInterval, new NextWave(drain));
        Report(drain);
    }

    private static object Goodbye(DrainProgress drain) => drain.IsDrain
        ? new ConnectionMessage.SayGoodbye("draining", drain.ReconnectAfter())
        : new ConnectionMessage.MoveAway("rebalance", drain.ReconnectAfter());

    private void FinishIfEmpty(DrainProgress drain)
    {
        if (drain.Remaining == 0)
            Finish(drain);
        else
            Report(drain);
    }

    private void Finish(DrainProgress drain)
    {
        drain.Finish();
        Report(drain);
    }

    private void End(DrainProgress drain)
    {
        drain.Abort();
        Report(drain);
    }

    private void Report(DrainProgress drain) =>
        environment.Telemetry.Drain.Rebalancing(drain.State == DrainState.Rebalancing ? drain.Remaining : 0);

    private ICancelable ScheduleOnce(TimeSpan delay, object message) =>
        scheduler.ScheduleTellOnceCancelable(delay, self, message, ActorRefs.NoSender);

    /// <summary>Has the next goodbyes sent.</summary>
    public sealed record NextWave(DrainProgress Of);

    /// <summary>The time of a drain is over.</summary>
    public sealed record TimedOut(DrainProgress Of);
}
