using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using WsActors.Server.Options;

namespace WsActors.Server.Hosting;

/// <summary>
/// Turns what can go wrong at the start into the one line that helps; the host, which would log the same with a stack
/// trace, is silenced in appsettings.json.
/// </summary>
internal static class StartFault
{
    private const string DebugLevel = "Debug";

    /// <summary>The line. A fault of ours brings its stack trace along where the arguments ask for debug output.</summary>
    public static string Explain(Exception fault, IReadOnlyList<string> arguments) => fault switch
    {
        InvalidConfigurationException invalid => invalid.Message,
        IOException { InnerException: AddressInUseException } inUse =>
            $"{inUse.Message} Stop the program that uses it, or set WsActors:Admin:Port",
        SocketException unbound =>
            $"The admin listener cannot be bound: {unbound.Message}. See WsActors:Admin:Address and WsActors:Admin:Port",
        InvalidDataException unreadable => OneLine($"{unreadable.Message} {Innermost(unreadable).Message}"),
        _ when arguments.Any(argument => argument.Contains(DebugLevel, StringComparison.OrdinalIgnoreCase)) => fault.ToString(),
        _ => OneLine(
            $"The server ends, {fault.GetType().Name}: {Innermost(fault).Message} --Logging:LogLevel:Default={DebugLevel} prints where"),
    };

    private static Exception Innermost(Exception fault) => fault.InnerException is { } inner ? Innermost(inner) : fault;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
