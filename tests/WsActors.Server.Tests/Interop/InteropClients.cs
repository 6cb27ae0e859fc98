using WsActors.Server.Tests.Clients;
using WsActors.Server.Tests.Proxies;

namespace WsActors.Server.Tests.Interop;

/// <summary>The clients by name.</summary>
internal static class InteropClients
{
    public const string ChromiumWebSocket = "Chromium WebSocket";
    public const string EventSource = "Chromium EventSource";
    public const string NpmWs = "npm ws";
    public const string DotNet = ".NET ClientWebSocket";
    public const string Python = "python3-websockets";
    public const string CurlStream = "curl, event stream";
    public const string CurlPoll = "curl, long poll";

    private static readonly Lazy<string?> MissingForPython = new(LookForPython);

    /// <summary>Why this client cannot be tried here; null if it can.</summary>
    public static string? Missing(string client) => ProxyProgram.Missing ?? client switch
    {
        ChromiumWebSocket or EventSource => ClientTools.MissingForChromium,
        NpmWs => ClientTools.MissingForNode,
        Python => MissingForPython.Value,
        CurlStream or CurlPoll => ClientTools.Missing("curl"),
        _ => null,
    };

    // The package belongs to Debian's own Python; another one in PATH would not find it.
    private static string? LookForPython()
    {
        const string Missing = $"needs websockets for {ProcessDialogue.Python} (apt-get install python3-websockets)";
        if (!File.Exists(ProcessDialogue.Python))
            return Missing;

        using var process = System.Diagnostics.Process.Start(ProcessDialogue.Python, ["-c", "import importlib.util, sys; sys.exit(not importlib.util.find_spec('websockets'))"]);
        process.WaitForExit();
        return process.ExitCode == 0 ? null : Missing;
    }
}
