namespace WsActors.Protocol.WebSocket.Handshake;

/// <summary>
/// Selects one of the subprotocols that a client offers (RFC 6455 §4.2.2, item 4). Browsers fail a connection that selects none
/// of them (WHATWG WebSockets §3), and send their tokens among them, which must never come back.
/// </summary>
internal static class Subprotocols
{
    /// <summary>Begins the entry in which a browser, which can set no header, sends its token.</summary>
    private const string BearerPrefix = "bearer.";

    /// <summary>The base64url of <c>{"</c>: every JSON Web Token begins with it, also one that was offered without its prefix.</summary>
    private const string BareTokenPrefix = "eyJ";

    /// <summary>The token of an entry <c>bearer.TOKEN</c>, whose prefix is compared without case as the scheme of an Authorization header is; null for any other entry.</summary>
    public static string? TokenOf(string offer) =>
        offer.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) ? offer[BearerPrefix.Length..] : null;

    /// <summary>True if an entry is a credential, or may be one.</summary>
    public static bool IsCredential(string offer) =>
        TokenOf(offer) is not null || offer.StartsWith(BareTokenPrefix, StringComparison.Ordinal);

    /// <summary>The preferred name if it is offered, else the first that is not a credential; null if there is none.</summary>
    public static string? Select(IReadOnlyList<string> offers, string preferred) =>
        offers.Contains(preferred) ? preferred : offers.FirstOrDefault(offer => !IsCredential(offer));
}
