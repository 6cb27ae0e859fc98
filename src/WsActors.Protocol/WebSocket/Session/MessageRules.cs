using WsActors.Protocol.WebSocket.Compression;

namespace WsActors.Protocol.WebSocket.Session;

/// <summary>The rules of a session's messages, which it keeps while it reads none: eight bytes.</summary>
/// <param name="MaxMessageBytes">Payload bytes of one message, all of its fragments together.</param>
/// <param name="MayBeCompressed">True if compression was agreed on.</param>
/// <param name="KeptWindowBits">
/// Bits of the window in which the client's context is kept between messages; 0 if each is compressed for itself.
/// </param>
/// <param name="Discards">True if data messages are checked and thrown away.</param>
internal readonly record struct MessageRules(int MaxMessageBytes, bool MayBeCompressed, byte KeptWindowBits, bool Discards)
{
    public static MessageRules Of(int maxMessageBytes, DeflateAgreement? compression) =>
        new(maxMessageBytes, compression is not null, KeptBitsOf(compression), Discards: false);

    private static byte KeptBitsOf(DeflateAgreement? compression) => compression is { ClientKeepsContext: true }
        ? (byte)(compression.ClientMaxWindowBits ?? DeflateAgreement.LargestWindowBits)
        : (byte)0;
}
