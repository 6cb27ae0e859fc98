namespace WsActors.LoadTest.Results;

/// <summary>The server's figures at one time of the load.</summary>
/// <param name="At">Seconds since the run began.</param>
/// <param name="Memory">Resident bytes.</param>
/// <param name="Cpu">Cores in use since the sample before.</param>
internal sealed record ServerSample(double At, long Memory, double Cpu);
