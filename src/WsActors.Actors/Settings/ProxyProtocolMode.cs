namespace WsActors.Actors.Settings;

/// <summary>Who has to begin a connection with a PROXY header. It is never guessed at whether there is one.</summary>
public enum ProxyProtocolMode
{
    /// <summary>Nobody.</summary>
    Off,

    /// <summary>Whoever connects from <see cref="PushSettings.TrustedProxies"/>; everyone else is a direct client.</summary>
    FromTrusted,

    /// <summary>The same, and whoever connects from anywhere else is turned away.</summary>
    Required,
}
