namespace WsActors.LoadTest.Publishing;

/// <summary>What the server answered to one publication.</summary>
/// <param name="Epoch">Of the topic's log.</param>
/// <param name="Offset">In the topic's log.</param>
/// <param name="IsRepeated">Whether the server knew its idempotency key.</param>
internal readonly record struct Acknowledgement(string Epoch, long Offset, bool IsRepeated);
