using System.Net.NetworkInformation;

namespace WsActors.Client.Runtime;

/// <summary>Tells the client that the network is there again, as far as the system reports it (rules 11 and 14).</summary>
internal sealed class NetworkWatch : IDisposable
{
    private readonly Action _onAvailable;

    public NetworkWatch(Action onAvailable)
    {
        _onAvailable = onAvailable;
        NetworkChange.NetworkAvailabilityChanged += OnChanged;
    }

    public void Dispose() => NetworkChange.NetworkAvailabilityChanged -= OnChanged;

    private void OnChanged(object? sender, NetworkAvailabilityEventArgs change)
    {
        if (change.IsAvailable)
            _onAvailable();
    }
}
