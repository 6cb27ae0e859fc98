using WsActors.LoadTest.Checking;

namespace WsActors.LoadTest.Tests.Checking;

public sealed class TopicJournalTests
{
    private readonly ViolationLog _violations = new();
    private readonly TopicJournal _journal;

    public TopicJournalTests() => _journal = new TopicJournal("news", _violations);

    [Fact]
    public void An_acknowledged_publication_is_found_under_its_offset()
    {
        _journal.Acknowledge("e", 41, 0);
        _journal.Acknowledge("e", 42, 1);
        Assert.Equal((null, 0, 1), (_journal.NumberAt("e", 40), _journal.NumberAt("e", 41), _journal.NumberAt("e", 42)));
        Assert.Equal((2, 42), (_journal.Count, _journal.LastOffset("e")));
    }

    [Fact]
    public void A_repeated_request_with_the_same_answer_adds_nothing()
    {
        _journal.Acknowledge("e", 1, 0);
        _journal.Acknowledge("e", 1, 0);
        Assert.Empty(_violations.First);
        Assert.Equal(1, _journal.Count);
    }

    [Fact]
    public void A_repeated_request_that_is_given_another_offset_was_published_twice()
    {
        _journal.Acknowledge("e", 1, 0);
        _journal.Acknowledge("e", 2, 0);
        Assert.Equal("Repeated: the publisher expected news publication 0 once, at offset 1 of epoch e, got again at offset 2 of epoch e", Assert.Single(_violations.First).ToString());
    }

    [Fact]
    public void Two_publications_under_one_offset_are_wrong()
    {
        _journal.Acknowledge("e", 1, 0);
        _journal.Acknowledge("e", 1, 1);
        Assert.Equal(ViolationKind.Corrupt, Assert.Single(_violations.First).Kind);
    }

    [Fact]
    public void An_offset_means_something_else_in_another_epoch()
    {
        _journal.Acknowledge("e", 1, 0);
        _journal.Acknowledge("f", 1, 1);
        Assert.Empty(_violations.First);
        Assert.Equal((0, 1, "f"), (_journal.NumberAt("e", 1), _journal.NumberAt("f", 1), _journal.Epoch));
    }
}
