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
    /// <summary>The line; null for faults of our own, which keep their stack trace.</summary>
    public static string? Explain(Exception fault) => fault switch
    {
        InvalidConfigurationException invalid => invalid.Message,
        IOException { InnerException: AddressInUseException } inUse =>
            $"{inUse.Message} Stop the program that uses it, or set WsActors:Admin:Port",
        SocketException unbound =>
            $"The admin listener cannot be bound: {unbound.Message}. See WsActors:Admin:Address and WsActors:Admin:Port",
        _ => null,
    };
}
