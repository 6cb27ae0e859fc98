using WsActors.LoadTest.Network;

namespace WsActors.LoadTest.Clients;

/// <summary>TLS between the socket and the frames. It, too, happens on the fleet's thread only.</summary>
internal sealed partial class Fleet
{
    private readonly byte[] _ciphertext = new byte[64 * 1024];

    // All clients': it is used only while one of them is given what its socket had.
    private readonly byte[] _plaintext = new byte[32 * 1024];

    private void Secure(Client client)
    {
        client.State = ClientState.Securing;
        client.Tls = new TlsChannel(_target.Nodes[client.Node].TlsName, _scenario.Insecure, _plaintext, bytes => SendToSocket(client, bytes));
        client.Tls.Start(() => BeginHandshake(client), bytes => OnPlaintext(client, bytes), fault => OnEnded(client, fault));
    }

    private void OnCiphertext(Client client, TlsChannel tls)
    {
        var received = client.Socket.Receive(_ciphertext);
        if (received > 0)
        {
            Figures.ReceivedBytes(received);
            tls.Feed(_ciphertext.AsMemory(0, received));
        }
        else if (received != -LinuxCalls.EAgain)
        {
            OnEnded(client, HowEnded(client, received));
        }
    }

    private void OnPlaintext(Client client, ReadOnlySpan<byte> plaintext)
    {
        var kept = TakeRest(client);
        plaintext.CopyTo(_buffer.AsSpan(kept));
        OnBytes(client, _buffer.AsSpan(0, kept + plaintext.Length));
    }
}
