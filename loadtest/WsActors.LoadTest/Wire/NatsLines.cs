using System.Globalization;
using System.Text;

namespace WsActors.LoadTest.Wire;

/// <summary>A client's lines of the NATS protocol.</summary>
internal static class NatsLines
{
    public static ReadOnlySpan<byte> Connect => "CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"load\",\"version\":\"1\",\"protocol\":1}\r\n"u8;

    public static ReadOnlySpan<byte> Ping => "PING\r\n"u8;

    public static ReadOnlySpan<byte> Pong => "PONG\r\n"u8;

    public static ReadOnlySpan<byte> Error => "-ERR"u8;

    /// <summary>The same number for all: a message is told apart by its subject.</summary>
    public static byte[] Subscribe(string subject) => Encoding.ASCII.GetBytes($"SUB {subject} 1\r\n");

    public static byte[] Publish(string subject, ReadOnlySpan<byte> payload) =>
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"PUB {subject} {payload.Length}\r\n")), .. payload, .. "\r\n"u8];
}
