using System.Text;
using WsActors.Client.Transport;

namespace WsActors.Client.Tests.World;

/// <summary>The server's side of one event stream.</summary>
internal sealed class FakeStream(Uri address, string? token, IStreamListener listener) : IDisposable
{
    public Uri Address => address;

    public string? Token => token;

    public bool IsClosed { get; private set; }

    public void Dispose() => IsClosed = true;

    public void Write(string text) => listener.OnBytes(Encoding.UTF8.GetBytes(text));

    public void Say(string json) => Write($"data: {json}\n\n");

    public void Subscribed(string topic, string epoch, long offset) =>
        Say($$"""{"type":"subscribed","topic":"{{topic}}","epoch":"{{epoch}}","offset":{{offset}}}""");

    public void Refuse(string body, long? retryAfterMs = null) => listener.OnRefused(body, retryAfterMs);

    public void End() => listener.OnClosed();
}
