using System.Text;
using System.Text.Unicode;

namespace WsActors.Protocol.WebSocket.Messages;

/// <summary>
/// Checks UTF-8 that comes in pieces (RFC 3629) and fails at the first byte that cannot be right, not at the end of the
/// message: overlong forms, surrogates and code points beyond U+10FFFF at their second byte.
/// </summary>
internal struct Utf8Validator
{
    // How many continuation bytes are missing, and the range that the next of them must lie in.
    private byte _missing;
    private byte _lowest;
    private byte _highest;

    /// <summary>True if the text so far ends with a whole character.</summary>
    public readonly bool IsComplete => _missing == 0;

    /// <summary>Takes the next piece; false once a byte cannot be right.</summary>
    public bool Advance(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            if (_missing == 0)
            {
                // The framework's vectorised check for what is whole; what remains is a cut character or a fault.
                piece = piece[WholeCharacters(piece)..];
                if (piece.IsEmpty)
                    return true;
                if (!Begin(piece[0]))
                    return false;
            }
            else if (!Continue(piece[0]))
            {
                return false;
            }

            piece = piece[1..];
        }

        return true;
    }

    private static int WholeCharacters(ReadOnlySpan<byte> piece)
    {
        if (Utf8.IsValid(piece))
            return piece.Length;

        var index = 0;
        while (Rune.DecodeFromUtf8(piece[index..], out _, out var length) == System.Buffers.OperationStatus.Done)
            index += length;
        return index;
    }

    // RFC 3629 §4: the first byte determines how many follow, and for four of them the second byte has a narrower range.
    private bool Begin(byte first)
    {
        (_missing, _lowest, _highest) = first switch
        {
            >= 0xC2 and <= 0xDF => ((byte)1, (byte)0x80, (byte)0xBF),
            0xE0 => ((byte)2, (byte)0xA0, (byte)0xBF),
            0xED => ((byte)2, (byte)0x80, (byte)0x9F),
            >= 0xE1 and <= 0xEF => ((byte)2, (byte)0x80, (byte)0xBF),
            0xF0 => ((byte)3, (byte)0x90, (byte)0xBF),
            >= 0xF1 and <= 0xF3 => ((byte)3, (byte)0x80, (byte)0xBF),
            0xF4 => ((byte)3, (byte)0x80, (byte)0x8F),
            _ => ((byte)0, (byte)0, (byte)0),
        };
        return _missing > 0;
    }

    private bool Continue(byte next)
    {
        if (next < _lowest || next > _highest)
            return false;

        (_missing, _lowest, _highest) = ((byte)(_missing - 1), 0x80, 0xBF);
        return true;
    }
}
