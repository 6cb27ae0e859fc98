using System.Buffers.Binary;
using System.Text;

namespace WsActors.LoadTest.Wire;

/// <summary>A client's packets of MQTT 3.1.1.</summary>
internal static class MqttPackets
{
    /// <summary>First byte of a CONNACK, MQTT 3.1.1 §3.2.</summary>
    public const byte ConnectAnswer = 0x20;

    /// <summary>First byte of a SUBACK, MQTT 3.1.1 §3.9.</summary>
    public const byte SubscribeAnswer = 0x90;

    /// <summary>
    /// Lets the server choose the client's identifier, MQTT 3.1.1 §3.1.3.1. Two parts of a load would otherwise use the same ones, and the server
    /// ends the older of two connections with one identifier.
    /// </summary>
    public const string AnyClient = "";

    private const byte ConnectType = 0x10;
    private const byte PublishType = 0x30;
    private const byte SubscribeType = 0x82;
    private const byte Version = 4;
    private const byte CleanSession = 2;

    /// <summary>A clean session without keep-alive, MQTT 3.1.1 §3.1.</summary>
    public static byte[] Connect(string client) => Packet(ConnectType, [.. Text("MQTT"), Version, CleanSession, 0, 0, .. Text(client)]);

    /// <summary>At quality of service 0, MQTT 3.1.1 §3.8.</summary>
    public static byte[] Subscribe(ushort id, string topic) => Packet(SubscribeType, [.. Number(id), .. Text(topic), 0]);

    /// <summary>At quality of service 0, MQTT 3.1.1 §3.3.</summary>
    public static byte[] Publish(string topic, ReadOnlySpan<byte> payload) => Packet(PublishType, [.. Text(topic), .. payload]);

    private static byte[] Packet(byte type, ReadOnlySpan<byte> rest) => [type, .. Length(rest.Length), .. rest];

    private static byte[] Text(string text) => [.. Number((ushort)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Number(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }

    // Seven bits a byte, the lowest first; the eighth says that more follow: MQTT 3.1.1 §2.2.3.
    private static List<byte> Length(int length)
    {
        var bytes = new List<byte>();
        for (; length > 127; length >>= 7)
            bytes.Add((byte)((length & 127) | 128));
        bytes.Add((byte)length);
        return bytes;
    }
}
