using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Faults;

/// <summary>The faults that hit one connection now, and what they do to it. Immutable and pure.</summary>
public sealed class ConnectionFaults
{
    private readonly ulong _connection;
    private readonly InjectedFault[] _onMessages;

    /// <param name="connection">The number of the connection.</param>
    /// <param name="faults">The faults that hit it.</param>
    public ConnectionFaults(ulong connection, IReadOnlyList<InjectedFault> faults)
    {
        _connection = connection;
        _onMessages = [.. faults.Where(fault => fault.ActsOnMessages)];
        Delay = faults.Where(fault => fault.Kind == FaultKind.Delay).Select(fault => fault.Delay).DefaultIfEmpty().Max();
        BytesPerSecond = faults.Where(fault => fault.Kind == FaultKind.Throttle).Select(fault => fault.BytesPerSecond).DefaultIfEmpty().Min();
        Close = faults.FirstOrDefault(fault => fault.Kind == FaultKind.Close);
    }

    /// <summary>The longest of the delays; zero for none.</summary>
    public TimeSpan Delay { get; }

    /// <summary>The lowest of the rates; 0 for none.</summary>
    public int BytesPerSecond { get; }

    /// <summary>The fault that closes the connection, the oldest if there are several; null for none.</summary>
    public InjectedFault? Close { get; }

    /// <summary>True if some messages may be dropped or duplicated.</summary>
    public bool ActOnMessages => _onMessages.Length > 0;

    /// <summary>Decides on one message. Of two faults that strike it, a drop counts.</summary>
    public MessageFate FateOf(TopicName topic, long offset)
    {
        var fate = MessageFate.Delivered;
        foreach (var fault in _onMessages)
        {
            if (!fault.Strikes(_connection, topic, offset))
                continue;
            if (fault.Kind == FaultKind.Drop)
                return MessageFate.Dropped;

            fate = MessageFate.Duplicated;
        }

        return fate;
    }
}
