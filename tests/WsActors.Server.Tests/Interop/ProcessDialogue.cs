using System.Text.Json.Nodes;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Interop;

/// <summary>With a script in a process of its own.</summary>
internal sealed class ProcessDialogue(ChildProcess process) : IDialogue
{
    /// <summary>Debian's own Python, which is the one that its packages are for, whatever other is first in PATH.</summary>
    public const string Python = "/usr/bin/python3";

    public static ProcessDialogue WithNode(Way way, string trusted) => Start(
        way, "env", $"NODE_EXTRA_CA_CERTS={trusted}", "node", Path.Combine(ClientTools.Scripts, "interop-ws.mjs"));

    public static ProcessDialogue WithPython(Way way, string trusted) =>
        Start(way, Python, Path.Combine(ClientTools.Scripts, "interop.py"), $"--trust={trusted}");

    public Task DoAsync(string command, JsonObject fields)
    {
        fields["do"] = command;
        return process.WriteLineAsync(fields.ToJsonString());
    }

    public Task<string> NextAsync() => process.NextLineAsync();

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static ProcessDialogue Start(Way way, string program, params string[] arguments) =>
        new(ChildProcess.Start(program, way.IsCompressed ? arguments : [.. arguments, "--no-deflate"]));
}
