using System.Buffers.Binary;
using System.Net.Http.Json;
using System.Text;
using WsActors.Protocol.Tests;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>Peers that break RFC 6455 are closed with the right code, and nobody else notices.</summary>
[Collection(SharedServer.Name)]
public sealed class BadFrameTests(SharedServer server)
{
    [Fact]
    public Task An_unmasked_frame_is_closed_with_1002__RFC6455_5_1() =>
        ExpectClose([0x81, 0x02, (byte)'h', (byte)'i'], 1002);

    [Theory]
    [InlineData(0xC1)]
    [InlineData(0xA1)]
    [InlineData(0x91)]
    [InlineData(0x83)]
    [InlineData(0x8B)]
    public Task Reserved_bits_and_opcodes_are_closed_with_1002__RFC6455_5_2(byte first) =>
        ExpectClose([first, 0x80, 0, 0, 0, 0], 1002);

    [Fact]
    public Task A_length_of_2_to_the_63_is_closed_with_1002__RFC6455_5_2() =>
        ExpectClose([0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4], 1002);

    [Fact]
    public Task A_fragmented_ping_is_closed_with_1002__RFC6455_5_5() =>
        ExpectClose([0x09, 0x80, 0, 0, 0, 0], 1002);

    [Fact]
    public Task Bad_utf8_split_across_frames_is_closed_with_1007__RFC6455_8_1() =>
        ExpectClose([.. ClientFrame.Frame(0x01, [0xE2, 0x82]), .. ClientFrame.Frame(0x80, [0x28])], 1007);

    [Fact]
    public async Task A_message_over_the_limit_is_closed_with_1009_before_it_has_come()
    {
        using var client = await RawClient.OpenAsync(server.PushUri, "/topics/limits");
        var header = new byte[14];
        header[0] = 0x82;
        header[1] = 0xFF;
        BinaryPrimitives.WriteUInt64BigEndian(header.AsSpan(2), 65 * 1024);
        await client.SendAsync(header);

        Assert.Equal(1009, await CloseCodeFrom(client));
    }

    [Fact]
    public async Task Half_a_frame_now_and_half_later_is_one_message()
    {
        using var client = await RawClient.OpenAsync(server.PushUri, "/echo");
        byte[] one = ClientFrame.Text("first"), two = ClientFrame.Text("second");
        await client.SendAsync((byte[])[.. one, .. two[..5]]);
        Assert.Equal("\u0081\u0005first", Encoding.Latin1.GetString(await client.ReceiveExactlyAsync(7)));
        await client.SendAsync(two.AsMemory(5));

        Assert.Equal("\u0081\u0006second", Encoding.Latin1.GetString(await client.ReceiveExactlyAsync(8)));
    }

    [Fact]
    public async Task A_client_that_ends_its_side_without_a_close_frame_is_forgotten()
    {
        var client = await RawClient.OpenAsync(server.PushUri, "/topics/half.open");
        client.EndSending();

        Assert.Empty(await client.ReceiveToEndAsync());
        client.Dispose();
        await ExpectSubscribers("half.open", 0);
    }

    [Fact]
    public async Task A_client_that_vanishes_is_forgotten()
    {
        var client = await RawClient.OpenAsync(server.PushUri, "/topics/vanished");
        await ExpectSubscribers("vanished", 1);
        client.Reset();

        await ExpectSubscribers("vanished", 0);
    }

    [Fact]
    public async Task Others_hear_every_publication_while_a_peer_misbehaves()
    {
        using var witness = await RawClient.OpenAsync(server.PushUri, "/topics/witness");
        await ExpectSubscribers("witness", 1);
        await ExpectClose([0x81, 0x02, (byte)'h', (byte)'i'], 1002);
        using var http = new HttpClient { BaseAddress = server.AdminUri };
        using var content = new StringContent("still here");
        (await http.PostAsync(new Uri("api/topics/witness/messages", UriKind.Relative), content)).EnsureSuccessStatusCode();

        Assert.Equal("\u0081\u000astill here", Encoding.Latin1.GetString(await witness.ReceiveExactlyAsync(12)));
    }

    private async Task ExpectClose(byte[] sent, int code)
    {
        using var client = await RawClient.OpenAsync(server.PushUri, "/echo");
        await client.SendAsync(sent);
        Assert.Equal(code, await CloseCodeFrom(client));
    }

    private static async Task<int> CloseCodeFrom(RawClient client)
    {
        var answer = await client.ReceiveToEndAsync();
        Assert.True(answer.Length >= 4 && answer[0] == 0x88, $"no close frame: {Convert.ToHexString(answer)}");
        return BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(2));
    }

    private Task ExpectSubscribers(string topic, int count) => Eventually.HoldsAsync(async () =>
    {
        using var http = new HttpClient { BaseAddress = server.AdminUri };
        var answer = await http.GetFromJsonAsync<TopicAnswer>(new Uri($"api/topics/{topic}", UriKind.Relative));
        Assert.Equal(count, answer!.Subscribers);
    });

    private sealed record TopicAnswer(int Subscribers);
}
