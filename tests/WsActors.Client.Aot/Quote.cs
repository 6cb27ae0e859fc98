namespace WsActors.Client.Aot;

/// <summary>The data of the sample.</summary>
internal sealed record Quote(string Symbol, decimal Price);
