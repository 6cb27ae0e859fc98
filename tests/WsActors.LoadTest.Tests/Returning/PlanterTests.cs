using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Returning;

namespace WsActors.LoadTest.Tests.Returning;

/// <summary>Ten messages pass; from the fourth on one may be spoiled.</summary>
public sealed class PlanterTests
{
    private readonly ViolationLog _violations = new();
    private readonly TopicReading _reading;
    private readonly TopicReading _other;

    public PlanterTests()
    {
        var journal = new TopicJournal("news", _violations);
        for (var number = 0; number < 10; number++)
            journal.Acknowledge("e", number + 1, number);
        _reading = new TopicReading(0, journal, new ReadingTotals(), _violations);
        _other = new TopicReading(1, journal, new ReadingTotals(), _violations);
        _reading.Subscribed("e", 0, recovered: null);
        _other.Subscribed("e", 0, recovered: null);
    }

    [Fact]
    public void Without_a_fault_everything_passes()
    {
        Pass(PlantedFault.None, 1, 10);
        Assert.Empty(_violations.First);
    }

    [Fact]
    public void A_planted_loss_is_found() => Expect(PlantedFault.Loss, ViolationKind.Lost, "news offset 4");

    [Fact]
    public void A_planted_double_is_found() => Expect(PlantedFault.Double, ViolationKind.Repeated, "news offset 5");

    [Fact]
    public void A_planted_swap_is_found() => Expect(PlantedFault.Swap, ViolationKind.Swapped, "news offset 4 in its order");

    [Fact]
    public void What_is_held_back_when_a_connection_ends_comes_again_and_another_message_is_spoiled()
    {
        var planter = Pass(PlantedFault.Loss, 1, 4);
        planter.Reconnected(_reading);
        _reading.Subscribed("e", _reading.Seen, recovered: true);
        for (var offset = 4; offset <= 10; offset++)
            planter.Pass(_reading, offset, offset - 1);
        _reading.Finish();

        Assert.True(planter.IsPlanted);
        Assert.Equal("news offset 4", Assert.Single(_violations.First).Expected);
    }

    private void Expect(PlantedFault fault, ViolationKind kind, string expected)
    {
        var planter = Pass(fault, 1, 10);
        _reading.Finish();
        _other.Finish();

        Assert.True(planter.IsPlanted);
        var violation = Assert.Single(_violations.First);
        Assert.Equal((kind, 0, expected), (violation.Kind, violation.Connection, violation.Expected));
    }

    private Planter Pass(PlantedFault fault, int first, int last)
    {
        var planter = new Planter(fault, afterMessages: 3);
        planter.Choose(_reading);
        for (var offset = first; offset <= last; offset++)
        {
            planter.Pass(_other, offset, offset - 1);
            planter.Pass(_reading, offset, offset - 1);
        }

        return planter;
    }
}
