using WsActors.Phoenix;
using WsActors.Server;
using WsActors.Testing.InBand;

// The second route is a test's own, for clients that send their token in the first command.
return await ServerProgram.RunAsync(args, [new PhoenixRoute(), new InBandRoute()]);
