namespace WsActors.Actors.Settings;

/// <summary>Selects the peers that must send a PROXY header. The server never guesses whether there is one.</summary>
public enum ProxyProtocolMode
{
    /// <summary>No peer.</summary>
    Off,

    /// <summary>Peers in <see cref="PushSettings.TrustedProxies"/>; all others are direct clients.</summary>
    FromTrusted,

    /// <summary>Peers in <see cref="PushSettings.TrustedProxies"/>; all others are refused.</summary>
    Required,
}
