using WsActors.Client.Wire;

namespace WsActors.Client.Core;

/// <summary>A request of the application, whose answer it awaits.</summary>
/// <param name="request">The request without an id.</param>
/// <param name="lost">The code of the error if the connection ends before the answer.</param>
internal abstract class Call(ReadOnlyMemory<byte> request, string lost) : IAnswered
{
    public ReadOnlyMemory<byte> Request => request;

    /// <summary>The client's end, if that is why there is no answer.</summary>
    public WsActorsException? Ended { get; set; }

    public void OnAnswer(in ServerMessage answer)
    {
        if (answer.Kind == ServerMessageKind.Error)
            Fail(answer.Error);
        else
            Complete(answer);
    }

    public void OnLost() => Fail(
        Ended ?? new WsActorsException(lost, "The connection ended before the answer, and a publication may have arrived."));

    public abstract void Fail(WsActorsException error);

    protected abstract void Complete(in ServerMessage answer);
}
