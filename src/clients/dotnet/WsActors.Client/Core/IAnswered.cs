using WsActors.Client.Wire;

namespace WsActors.Client.Core;

/// <summary>A request that waits for its answer.</summary>
internal interface IAnswered
{
    /// <summary>Takes the answer, which may be an error.</summary>
    void OnAnswer(in ServerMessage answer);

    /// <summary>Learns that the connection ended before the answer.</summary>
    void OnLost();
}
