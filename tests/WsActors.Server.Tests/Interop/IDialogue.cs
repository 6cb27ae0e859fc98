using System.Text.Json.Nodes;

namespace WsActors.Server.Tests.Interop;

/// <summary>Commands to a client's script, and what it reports, one JSON object each.</summary>
internal interface IDialogue : IAsyncDisposable
{
    Task DoAsync(string command, JsonObject fields);

    Task<string> NextAsync();
}
