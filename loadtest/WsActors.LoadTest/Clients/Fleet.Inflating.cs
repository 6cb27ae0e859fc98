using WsActors.LoadTest.Checking;
using WsActors.LoadTest.Scenarios;
using WsActors.LoadTest.Wire;

namespace WsActors.LoadTest.Clients;

/// <summary>Compressed messages.</summary>
internal sealed partial class Fleet
{
    /// <summary>
    /// Where the server keeps a context, one client in so many inflates and checks its messages; an inflater for each
    /// would take 40 KB and more time than the server has spent. The others' messages are counted.
    /// </summary>
    public const int InflatedOneIn = 50;

    private readonly SharedInflater _sharedInflater = new();

    private void OnCompressed(Client client, ReadOnlySpan<byte> payload, long now)
    {
        if (_scenario.Compress == CompressionOffer.Keep && client.Inflater is null)
        {
            _deliveries.ReceivedUnread(client, now);
            return;
        }

        try
        {
            OnMessage(client, client.Inflater is { } own ? own.Inflate(payload) : _sharedInflater.Inflate(payload), now);
        }
        catch (InvalidDataException fault)
        {
            _violations.Add(ViolationKind.Malformed, client.Index, "a compressed message", fault.Message);
            Leave(client, reset: true);
        }
    }
}
