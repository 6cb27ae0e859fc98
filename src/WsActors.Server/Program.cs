using WsActors.Server;

return await ServerProgram.RunAsync(args);
