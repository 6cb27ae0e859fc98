using System.Collections.Concurrent;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Storage;

namespace WsActors.Server.Tests.Storage.Postgres;

/// <summary>A server that stops, freezes or is slow: publications are refused or wait, and nothing is lost or doubled.</summary>
[Trait("Speed", "Slow")]
public sealed class PostgresOutageTests : IDisposable
{
    private static readonly StorageSettings Quick = new() { PostgresTimeout = TimeSpan.FromSeconds(2) };

    private readonly PostgresServer _server = new();

    [PostgresFact]
    public async Task While_the_server_is_stopped_publications_are_refused_and_later_they_go_on_without_a_restart()
    {
        using var history = new PostgresHistory(_server, settings: Quick).Open();
        history.Append(1, "a");

        _server.Stop();
        Assert.Equal(StorageFault.InputOutput, history.AppendRefused(2, "lost").Cause);
        Assert.Equal(StorageFault.InputOutput, history.State.Fault?.Cause);
        Assert.Equal(StorageFault.InputOutput, history.LoadRefused().Cause);

        _server.Start();
        await history.ExpectHealthyAsync();
        history.Append(2, "b");
        Assert.Equal(["1 a", "2 b"], history.Kept());
        Assert.Single(history.Log.Lines, line => line.Contains("are refused until", StringComparison.Ordinal));
        Assert.DoesNotContain("new epoch", history.Logged, StringComparison.Ordinal);
    }

    [PostgresFact]
    public void A_restart_of_the_server_that_is_shorter_than_the_timeout_is_not_noticed()
    {
        using var history = new PostgresHistory(_server, settings: new StorageSettings { PostgresTimeout = TimeSpan.FromSeconds(30) }).Open();
        history.Append(1, "a");
        _server.Stop("immediate");

        history.Submit(2, "b");
        _server.Start();

        history.ExpectDone();
        Assert.Equal(["1 a", "2 b"], history.Kept());
    }

    [PostgresFact]
    public async Task Whatever_is_acknowledged_while_the_server_crashes_again_and_again_is_there()
    {
        using var history = new PostgresHistory(_server, settings: new StorageSettings { PostgresTimeout = TimeSpan.FromSeconds(30) }).Open();
        using var stop = new CancellationTokenSource();
        var acknowledged = new ConcurrentDictionary<long, string>();
        var publishing = Task.Run(() =>
        {
            for (var offset = 1L; !stop.IsCancellationRequested; offset++)
            {
                history.Append(offset, $"{offset}");
                acknowledged[offset] = $"{offset}";
            }
        });
        for (var crash = 0; crash < 5; crash++)
        {
            var before = acknowledged.Count;
            Assert.True(SpinWait.SpinUntil(() => acknowledged.Count > before + 20 || publishing.IsCompleted, ChildProcess.Timeout));
            _server.Stop("immediate");
            _server.Start();
        }

        await stop.CancelAsync();
        await publishing;
        Assert.Equal(Enumerable.Range(1, acknowledged.Count).Select(offset => $"{offset} {offset}"), history.Kept());
    }

    [PostgresFact]
    public async Task A_frozen_server_holds_nobody_up_and_is_used_again_when_it_thaws()
    {
        using var history = new PostgresHistory(_server, settings: Quick).Open();
        history.Append(1, "a");

        try
        {
            _server.Freeze();
            Assert.Equal(StorageFault.InputOutput, history.AppendRefused(2, "lost").Cause);
        }
        finally
        {
            _server.Thaw();
        }

        await history.ExpectHealthyAsync();
        Assert.Equal(["1 a"], history.Kept());
        history.Append(2, "b");
    }

    [PostgresFact]
    public async Task A_server_that_is_too_slow_is_given_up_and_used_again()
    {
        using var history = new PostgresHistory(_server, settings: Quick).Open();
        history.Append(1, "a");
        await using (var other = _server.Connect(history.Name))
        {
            await using var transaction = await other.BeginTransactionAsync();
            await using var command = new Npgsql.NpgsqlCommand("LOCK TABLE wsactors.topics IN ACCESS EXCLUSIVE MODE", other, transaction);
            await command.ExecuteNonQueryAsync();

            Assert.Equal(StorageFault.InputOutput, history.AppendRefused(2, "lost").Cause);
            Assert.Equal(StorageFault.InputOutput, history.State.Fault?.Cause);
        }

        await history.ExpectHealthyAsync();
        history.Append(2, "b");
        Assert.Equal(["1 a", "2 b"], history.Kept());
    }

    [PostgresFact]
    public void A_commit_whose_answer_is_lost_is_done_if_it_took_effect()
    {
        using var line = new LossyLine(_server.Start());
        using var history = new PostgresHistory(_server, port: line.Port).Open();
        history.Append(1, "a");

        line.LoseTheAnswerToACommit(thenRefuse: false);
        history.Append(2, "b");

        Assert.True(line.HasLost);
        Assert.Equal(["1 a", "2 b"], history.Kept());
    }

    [PostgresFact]
    public async Task A_commit_that_nothing_is_known_of_is_reported_as_such_and_the_log_is_to_be_loaded_again()
    {
        using var line = new LossyLine(_server.Start());
        using var history = new PostgresHistory(_server, settings: Quick, port: line.Port).Open();
        history.Append(1, "a");

        line.LoseTheAnswerToACommit(thenRefuse: true);
        var fault = history.AppendRefused(2, "b");
        Assert.Equal((StorageFault.Unconfirmed, true), (fault.Cause, fault.IsLogLost));

        line.Restore();
        await history.ExpectHealthyAsync();
        Assert.Equal(["1 a", "2 b"], history.Kept());
        history.Append(3, "c");
        Assert.DoesNotContain("new epoch", history.Logged, StringComparison.Ordinal);
    }

    [PostgresFact]
    public void While_a_store_stops_it_answers_everything()
    {
        using var history = new PostgresHistory(_server, settings: Quick).Open();
        history.Append(1, "a");
        for (var i = 2; i <= 100; i++)
            history.Submit(i, "x");

        history.Close();

        for (var i = 2; i <= 100; i++)
            history.ExpectDone();
        Assert.Equal(StorageFault.Stopped, history.AppendRefused(101, "late").Cause);
    }

    public void Dispose() => _server.Dispose();

}
