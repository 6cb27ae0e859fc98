using System.Text.Json;
using WsActors.Client.Wire;

namespace WsActors.Client.Core;

/// <summary>The server's greeting on a connection.</summary>
/// <param name="At">The time at which it came.</param>
/// <param name="KeepAlive">The time between two signs of life of the server, in milliseconds.</param>
/// <param name="MaxMessageBytes">The server's limit.</param>
internal sealed record Welcome(long At, long KeepAlive, int MaxMessageBytes)
{
    public static Welcome Of(in ServerMessage message, long now)
    {
        WelcomeLimits? limits = JsonSerializer.Deserialize(message.Limits, WireJson.Default.WelcomeLimits);
        return new Welcome(now, (long)(message.KeepAliveSeconds * 1000), limits?.MaxMessageBytes ?? int.MaxValue);
    }
}
