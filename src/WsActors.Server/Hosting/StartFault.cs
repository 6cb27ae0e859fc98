using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using WsActors.AspNetCore.Options;

namespace WsActors.Server.Hosting;

/// <summary>
/// Explains an exception at the start in one helpful line. The host would log it with a stack trace, which appsettings.json
/// switches off.
/// </summary>
internal static class StartFault
{
    private const string DebugLevel = "Debug";

    /// <summary>Returns the line. An unexpected exception includes its stack trace if the arguments ask for debug output.</summary>
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
