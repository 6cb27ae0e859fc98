namespace WsActors.LoadTest.Publishing;

/// <summary>A publication that is in the log and about to be sent.</summary>
/// <param name="Number">Its number in the log.</param>
/// <param name="Topic">The index of its topic.</param>
/// <param name="Payload">With its marker.</param>
internal readonly record struct PreparedPublication(int Number, int Topic, byte[] Payload);
