namespace WsActors.Benchmarks.Clients;

/// <summary>The payload of a message: an object and a string.</summary>
internal sealed record Quote(string Symbol, decimal Price);
