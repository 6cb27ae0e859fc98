using WsActors.Protocol.WebSocket.Handshake;

namespace WsActors.Protocol.WebSocket.Compression;

/// <summary>
/// Chooses among a client's offers of permessage-deflate (RFC 7692 §5.1, §7.1): the first legal one, in the client's
/// order of preference. An illegal offer is declined, which is not an error: the next one counts.
/// </summary>
public static class DeflateNegotiation
{
    internal const string ExtensionName = "permessage-deflate";
    internal const string ServerNoContextTakeover = "server_no_context_takeover";
    internal const string ClientNoContextTakeover = "client_no_context_takeover";
    internal const string ServerMaxWindowBits = "server_max_window_bits";
    internal const string ClientMaxWindowBits = "client_max_window_bits";

    /// <summary>
    /// The windows that our messages are compressed for. RFC 7692 §7.1.2.1 lets the answer be smaller than what was asked: with few
    /// windows, a publication is compressed a few times, whatever its subscribers ask for. (8 is for those that ask for it: many
    /// clients know no less than 9.)
    /// </summary>
    private static readonly int[] ServerWindows = [DeflateAgreement.LargestWindowBits, 12, 9, 8];

    /// <summary>Selects an offer; null if none is valid or none was made.</summary>
    /// <param name="offers">The client's offers, of other extensions as well.</param>
    /// <param name="mayServerKeepContext">True if our messages may refer to earlier ones, provided that the client allows it.</param>
    /// <param name="mayClientKeepContext">True if the client's messages may refer to earlier ones.</param>
    public static DeflateAgreement? Negotiate(
        IReadOnlyList<ExtensionOffer> offers, bool mayServerKeepContext, bool mayClientKeepContext)
    {
        foreach (var offer in offers)
        {
            if (offer.Name == ExtensionName && TryAccept(offer, out var accepted))
                return Restrict(accepted, mayServerKeepContext, mayClientKeepContext);
        }

        return null;
    }

    // RFC 7692 §7.1: a server "MUST decline" an offer with a parameter "not defined for use in an offer", one "with an
    // invalid value", or "multiple extension parameters with the same name".
    private static bool TryAccept(ExtensionOffer offer, out DeflateAgreement accepted)
    {
        accepted = new DeflateAgreement { ServerKeepsContext = true, ClientKeepsContext = true };
        var names = new HashSet<string>();
        foreach (var (name, value) in offer.Parameters)
        {
            if (!names.Add(name) || With(accepted, name, value) is not { } with)
                return false;

            accepted = with;
        }

        return true;
    }

    private static DeflateAgreement? With(DeflateAgreement accepted, string name, string? value) => (name, value) switch
    {
        // RFC 7692 §7.1.1: "This parameter has no value."
        (ServerNoContextTakeover, null) => accepted with { ServerKeepsContext = false },
        (ClientNoContextTakeover, null) => accepted with { ClientKeepsContext = false },

        (ServerMaxWindowBits, { } bits) => TryParseBits(bits) is { } serverBits
            ? accepted with { ServerMaxWindowBits = serverBits }
            : null,

        // RFC 7692 §7.1.2.2: without a value it means that the client accepts a limit, which we never request.
        (ClientMaxWindowBits, null) => accepted,
        (ClientMaxWindowBits, { } bits) => TryParseBits(bits) is { } clientBits
            ? accepted with { ClientMaxWindowBits = clientBits }
            : null,

        _ => null,
    };

    // RFC 7692 §7.1.2: "a decimal integer value without leading zeroes between 8 to 15, inclusive".
    private static int? TryParseBits(string text) => text switch
    {
        "8" => 8,
        "9" => 9,
        ['1', >= '0' and <= '5' and var ones] => 10 + (ones - '0'),
        _ => null,
    };

    // RFC 7692 §7.1.1: a server may answer with either no_context_takeover if the client did not offer it. The framework's compressor
    // keeps a context of the largest window only.
    private static DeflateAgreement Restrict(DeflateAgreement accepted, bool mayServerKeepContext, bool mayClientKeepContext) =>
        accepted with
        {
            ServerMaxWindowBits = accepted.ServerMaxWindowBits is { } asked ? Array.Find(ServerWindows, bits => bits <= asked) : null,
            ServerKeepsContext = accepted.ServerKeepsContext && mayServerKeepContext
                && accepted.ServerMaxWindowBits is null or DeflateAgreement.LargestWindowBits,
            ClientKeepsContext = accepted.ClientKeepsContext && mayClientKeepContext,
        };
}
