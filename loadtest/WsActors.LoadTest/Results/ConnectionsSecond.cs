namespace WsActors.LoadTest.Results;

/// <summary>What happened to clients in a second of a run.</summary>
/// <param name="At">The end of the second, in seconds from the beginning.</param>
/// <param name="Begun">Connections that were begun, whether or not they were accepted.</param>
internal sealed record ConnectionsSecond(double At, long Begun);
