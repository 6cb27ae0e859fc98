using WsActors.Client.Wire;

namespace WsActors.Client.Core;

/// <summary>A reader of a topic, with a position of its own.</summary>
internal interface ITopicReader
{
    /// <summary>The position of what has arrived for this reader; null if it starts with the subscription.</summary>
    Position? Received { get; }

    /// <summary>Sets the position of a reader that has none yet.</summary>
    void StartAt(Position? position);

    void OnState(SubscriptionState state);

    /// <param name="message">A publication.</param>
    /// <param name="at">The position behind it.</param>
    void OnMessage(in ServerMessage message, Position at);

    /// <param name="gap">Missing messages.</param>
    /// <param name="at">The position behind them.</param>
    void OnGap(Gap gap, Position at);

    /// <summary>Ends the reading, for the application's own reason if there is no error.</summary>
    void OnEnd(WsActorsException? error);

    /// <summary>Learns that the server has confirmed the subscription.</summary>
    void OnSubscribed()
    {
    }

    /// <summary>Takes who joined or left, or a list.</summary>
    void OnPresence(in ServerMessage message)
    {
    }
}
