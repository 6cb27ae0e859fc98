namespace WsActors.Client.Core;

/// <summary>The application's view of a client.</summary>
internal interface ICoreEvents
{
    void OnState(ConnectionState state);

    /// <summary>Reports a failure from which the client recovers, or its end.</summary>
    void OnFailed(WsActorsException error);
}
