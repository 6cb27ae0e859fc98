using WsActors.Client.Core;
using WsActors.Client.Wire;

namespace WsActors.Client.Reading;

/// <summary>A publication that waits for its offset (rules 30 to 33).</summary>
internal sealed class PublishCall(ReadOnlyMemory<byte> request) : Call(request, "outcome_unknown")
{
    private readonly TaskCompletionSource<long> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<long> Result => _result.Task;

    public override void Fail(WsActorsException error) => _result.TrySetException(error);

    protected override void Complete(in ServerMessage answer) => _result.TrySetResult(answer.Offset);
}
