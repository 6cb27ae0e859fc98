namespace WsActors.LoadTest.Scenarios;

/// <summary>When a publication of a closed loop makes room for the next one.</summary>
internal enum PublicationWindow
{
    /// <summary>When its last subscriber has it: publications never run ahead of their deliveries.</summary>
    Delivered,

    /// <summary>When the server has answered its request: so many HTTP connections with one request each, as back ends publish.</summary>
    Answered,
}
