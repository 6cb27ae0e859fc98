using WsActors.LoadTest.Network;

namespace WsActors.LoadTest.Clients;

/// <summary>What the kernel does not take at once is kept and sent when it can.</summary>
internal sealed partial class Fleet
{
    /// <summary>Sends finished bytes. On the fleet's thread only.</summary>
    public void Send(Client client, ReadOnlySpan<byte> bytes)
    {
        if (!client.IsConnected)
            return;

        if (client.Tls is { } tls)
            tls.Send(bytes);
        else
            SendToSocket(client, bytes);
    }

    private void SendToSocket(Client client, ReadOnlySpan<byte> bytes)
    {
        if (client.Unsent is { } waiting)
        {
            client.Unsent = [.. waiting, .. bytes];
            return;
        }

        var sent = client.Socket.Send(bytes);
        if (sent < 0)
        {
            // The failure is read, too: there it is judged once.
            return;
        }

        Figures.SentBytes(sent);
        if (sent == bytes.Length)
            return;

        client.Unsent = bytes[sent..].ToArray();
        _poller.Modify(client.Socket, client.Index, Poller.Readable | Poller.Writable);
    }

    private void SendRest(Client client)
    {
        if (client.Unsent is { } waiting)
        {
            client.Unsent = null;
            SendToSocket(client, waiting);
        }

        if (client.Unsent is null)
            _poller.Modify(client.Socket, client.Index, Poller.Readable);
    }
}
