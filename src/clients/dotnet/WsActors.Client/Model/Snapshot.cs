namespace WsActors.Client;

/// <summary>A state as it was at a position of the topic whose messages change it.</summary>
/// <typeparam name="TState">The type of the state.</typeparam>
/// <param name="State">The state.</param>
/// <param name="Position">The position of the last message that the state includes.</param>
public readonly record struct Snapshot<TState>(TState State, Position Position);
