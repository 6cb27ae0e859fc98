using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Storage;
using WsActors.AspNetCore.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.Server.Tests.Storage;

/// <summary>Topics that nobody uses: what is too old goes, and at last the topic itself.</summary>
[Trait("Speed", "Slow")]
public sealed class SweepTests : IDisposable
{
    private static readonly TopicName News = TopicName.Parse("news");
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DataDirectory _directory = new(settings: new StorageSettings { ForgetAfter = TimeSpan.FromDays(30) });
    private readonly HistoryDatabase _database;
    private readonly TopicTable _table;
    private readonly HistorySweep _sweep;

    public SweepTests()
    {
        _database = HistoryDatabase.Open(_directory.Settings);
        _table = new TopicTable(_database);
        _sweep = new HistorySweep(_database);
    }

    [Fact]
    public void Messages_that_are_too_old_go_and_the_others_stay()
    {
        Append(News, 1, Start);
        Append(News, 2, Start.AddMinutes(30));

        _sweep.Continue(Start.AddMinutes(60));

        var (position, messages) = _table.Read(News, out _);
        Assert.Equal(2, position.Offset);
        Assert.Equal([2L], messages.Select(message => message.Offset));
    }

    [Fact]
    public void A_topic_stays_with_its_epoch_and_offset_when_its_last_message_goes()
    {
        Append(News, 1, Start);

        _sweep.Continue(Start.AddHours(2));
        _sweep.Continue(Start.AddDays(30));

        var (position, messages) = _table.Read(News, out _);
        Assert.Equal(("e", 1, 0), (position.Epoch, position.Offset, messages.Count));
    }

    [Fact]
    public void A_topic_that_was_empty_for_long_is_forgotten_and_its_name_never_has_its_epoch_again()
    {
        Append(News, 1, Start);
        var unused = _table.Read(TopicName.Parse("unused"), out _).Position.Epoch;
        _sweep.Continue(Start.AddHours(2));

        Assert.Equal(1, _sweep.Continue(Start.AddHours(2).AddDays(30)));

        var (position, _) = _table.Read(News, out _);
        Assert.Equal(0, position.Offset);
        Assert.DoesNotContain(position.Epoch, new[] { "e", unused });
    }

    [Fact]
    public void All_topics_have_their_turn()
    {
        for (var i = 0; i < 600; i++)
            Append(TopicName.Parse($"t{i}"), 1, Start);

        for (var i = 0; i < 3; i++)
            _sweep.Continue(Start.AddHours(2));

        Assert.Equal(0, _database.Number("SELECT count(*) FROM batches"));
    }

    public void Dispose()
    {
        _table.Dispose();
        _sweep.Dispose();
        _database.Dispose();
        _directory.Dispose();
    }

    private void Append(TopicName topic, long offset, DateTimeOffset at) => _table.Append(
        new StorageRequest.Append(topic, "e", [DataDirectory.Message(offset, "x", at)], new AnswerBox()) { KeepFor = TimeSpan.FromHours(1) });
}
