using WsActors.LoadTest.Checking;

namespace WsActors.LoadTest.Returning;

/// <summary>
/// Hands a client's messages on, and spoils some of one reading as it was told to: once, and only where the next message
/// follows on the same connection. Otherwise the client would come back for what it has not seen, as it should, and nothing would be wrong.
/// </summary>
internal sealed class Planter(PlantedFault fault, int afterMessages)
{
    private TopicReading? _victim;
    private (long Offset, int Number)? _held;
    private int _seen;

    /// <summary>Whether it is done.</summary>
    public bool IsPlanted { get; private set; }

    /// <summary>The reading to spoil.</summary>
    public void Choose(TopicReading victim) => _victim = victim;

    /// <summary>A connection of the reading has ended: what was held back had not arrived.</summary>
    public void Reconnected(TopicReading reading)
    {
        if (ReferenceEquals(reading, _victim))
            _held = null;
    }

    public void Pass(TopicReading reading, long offset, int number)
    {
        if (fault == PlantedFault.None || IsPlanted || !ReferenceEquals(reading, _victim) || ++_seen <= afterMessages)
        {
            reading.Message(offset, number);
            return;
        }

        if (fault == PlantedFault.Double)
        {
            reading.Message(offset, number);
            reading.Message(offset, number);
            IsPlanted = true;
        }
        else if (_held is { } held)
        {
            reading.Message(offset, number);
            if (fault == PlantedFault.Swap)
                reading.Message(held.Offset, held.Number);
            IsPlanted = true;
        }
        else
        {
            _held = (offset, number);
        }
    }
}
