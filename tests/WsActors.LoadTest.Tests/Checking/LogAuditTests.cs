using WsActors.LoadTest.Checking;

namespace WsActors.LoadTest.Tests.Checking;

/// <summary>Publications 0, 1 and 2 were acknowledged at offsets 5, 6 and 7 of epoch "e".</summary>
public sealed class LogAuditTests
{
    private readonly ViolationLog _violations = new();
    private readonly LogAudit _audit;

    public LogAuditTests()
    {
        var journal = new TopicJournal("news", _violations);
        for (var number = 0; number < 3; number++)
            journal.Acknowledge("e", 5 + number, number);
        _audit = new LogAudit(journal, "e", _violations);
    }

    [Fact]
    public void A_log_of_what_was_acknowledged_is_right()
    {
        Read(0, 1, 2);
        _audit.End(7);
        Assert.Empty(_violations.First);
        Assert.Equal(3, _audit.Count);
    }

    [Fact]
    public void A_publication_that_is_missing_at_the_end_is_lost()
    {
        Read(0, 1);
        _audit.End(6);
        Expect(ViolationKind.Lost, "news a log that ends at offset 7", "6");
    }

    [Fact]
    public void An_offset_that_is_missing_is_lost()
    {
        _audit.Entry(5, 0);
        _audit.Entry(7, 2);
        Expect(ViolationKind.Lost, "news offset 6 in the log", "offset 7");
    }

    [Fact]
    public void A_publication_in_anothers_place_is_corrupt()
    {
        Read(0, 2);
        Expect(ViolationKind.Corrupt, "news publication 1 at offset 6 of the log", "publication 2");
    }

    [Fact]
    public void A_publication_that_stands_there_once_more_is_stray()
    {
        Read(0, 1, 2, 2);
        Expect(ViolationKind.Stray, "news only acknowledged publications, which publication 2 at offset 8 is not", "it in the log");
    }

    [Fact]
    public void An_offset_that_was_given_out_beyond_the_last_acknowledgement_is_stray()
    {
        Read(0, 1, 2);
        _audit.End(8);
        Expect(ViolationKind.Stray, "news a log that ends at offset 7", "8");
    }

    private void Read(params int[] numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
            _audit.Entry(5 + i, numbers[i]);
    }

    private void Expect(ViolationKind kind, string expected, string got) =>
        Assert.Equal(new Violation(kind, Violation.Publisher, expected, got), Assert.Single(_violations.First));
}
