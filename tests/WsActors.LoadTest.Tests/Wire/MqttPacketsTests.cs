using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Tests.Wire;

public sealed class MqttPacketsTests
{
    [Fact]
    public void Connect_asks_for_a_clean_session_without_keep_alive__MQTT_3_1() =>
        Assert.Equal([0x10, 13, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 0, 0, 1, (byte)'a'], MqttPackets.Connect("a"));

    [Fact]
    public void Subscribe_names_its_packet_and_the_topic__MQTT_3_8() =>
        Assert.Equal([0x82, 6, 0, 7, 0, 1, (byte)'t', 0], MqttPackets.Subscribe(7, "t"));

    [Theory]
    [InlineData(124, new byte[] { 127 })]
    [InlineData(125, new byte[] { 128, 1 })]
    [InlineData(16380, new byte[] { 255, 127 })]
    [InlineData(16381, new byte[] { 128, 128, 1 })]
    public void A_length_takes_seven_bits_a_byte__MQTT_2_2_3(int payload, byte[] length)
    {
        var packet = MqttPackets.Publish("t", new byte[payload]);

        Assert.Equal(0x30, packet[0]);
        Assert.Equal(length, packet[1..(1 + length.Length)]);
        Assert.Equal(1 + length.Length + 3 + payload, packet.Length);
    }
}
