using WsActors.Phoenix;
using WsActors.Server;

return await ServerProgram.RunAsync(args, [new PhoenixRoute()]);
