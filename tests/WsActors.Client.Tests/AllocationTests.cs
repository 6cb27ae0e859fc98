using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using WsActors.Client.Core;
using WsActors.Client.Transport;
using WsActors.Client.Wire;

namespace WsActors.Client.Tests;

/// <summary>The path of a message from its bytes to the application allocates nothing beyond the payload.</summary>
public sealed class AllocationTests
{
    private const int Messages = 50_000;

    // A bound that one small object per message would exceed.
    private const int MostBytesPerMessage = 8;

    [Fact]
    public async Task A_message_costs_no_allocation_on_its_way_to_the_application()
    {
        var transport = new FakeListener();
        await using var client = new WsActorsClient(
            new Uri("ws://push.example/connect"), new WsActorsClientOptions { WatchNetwork = false, MaxBuffered = 1000 }, transport);
        var prices = client.SubscribeAsync<double>("prices");
        transport.Say("""{"type":"welcome","keepAliveSeconds":25,"limits":{"maxMessageBytes":1000}}""");
        transport.Say("""{"type":"subscribed","id":1,"topic":"prices","epoch":"e","offset":0}""");
        await using var messages = prices.GetAsyncEnumerator();
        await PassAsync(transport, messages, 1, 5000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        await PassAsync(transport, messages, 5001, Messages);

        var perMessage = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Messages;

        Assert.InRange(perMessage - PayloadBytes(), 0, MostBytesPerMessage);
    }

    // The JSON reader allocates for a number too.
    private static double PayloadBytes()
    {
        var json = "12.5"u8.ToArray();
        var type = WireJson.TypeOf<double>(null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Messages; i++)
            JsonSerializer.Deserialize(json, type);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Messages;
    }

    // Each message is there when it is read, so that everything stays on this thread.
    private static async Task PassAsync(FakeListener transport, IAsyncEnumerator<Message<double>> messages, int first, int count)
    {
        var frame = """{"type":"message","topic":"prices","data":12.5,"offset":        }"""u8.ToArray();
        var number = frame.Length - 9;
        for (var offset = first; offset < first + count; offset++)
        {
            Utf8Formatter.TryFormat(offset, frame.AsSpan(number), out _);
            transport.Listener!.OnMessage(frame);
            if (!await messages.MoveNextAsync() || messages.Current.Data != 12.5 || messages.Current.Position.Offset != offset)
                Assert.Fail($"Message {offset} did not come.");
        }
    }

    /// <summary>A network that passes bytes on, and keeps nothing.</summary>
    private sealed class FakeListener : ITransport, ISocket
    {
        public ISocketListener? Listener { get; private set; }

        public void Say(string json) => Listener!.OnMessage(Encoding.UTF8.GetBytes(json));

        public ISocket Connect(Uri address, string? token, ISocketListener listener)
        {
            Listener = listener;
            return this;
        }

        public IDisposable OpenStream(Uri address, string? token, IStreamListener listener) => throw new NotSupportedException();

        public void Send(ReadOnlyMemory<byte> message)
        {
        }

        public void Close() => Listener!.OnClosed(SocketEnd.Broken);

        public void Abandon()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
