namespace WsActors.LoadTest.Scenarios;

/// <summary>What the clients speak.</summary>
internal enum ClientMode
{
    /// <summary><c>wsactors.v1.json</c>: subscribes with a message and awaits the answer.</summary>
    Json,

    /// <summary><c>/topics/{topic}</c>: the connection is the subscription.</summary>
    Plain,

    /// <summary><c>/echo</c>.</summary>
    Echo,

    /// <summary>Any other server: connects to the URL as it stands, sends <see cref="Scenario.FirstMessage"/> if there is one.</summary>
    Raw,

    /// <summary>MQTT 3.1.1 over WebSocket.</summary>
    Mqtt,

    /// <summary>NATS over WebSocket.</summary>
    Nats,

    /// <summary>A SignalR hub with a method Subscribe that takes a topic.</summary>
    SignalR,
}
