using System.Security.Cryptography;
using System.Text;
using WsActors.Server.Options;

namespace WsActors.Server.Access;

/// <summary>The configured API keys, of which only digests are compared. Safe on any thread.</summary>
internal sealed class ApiKeys
{
    /// <summary>The block of SHA-256: lengths within one block take the same time.</summary>
    private const int BlockBytes = 64;

    // Digests have equal lengths, so the time of a comparison does not reveal the length of a key.
    private readonly byte[][] _digests;
    private readonly int _longest;

    public ApiKeys(AdminOptions options)
    {
        _digests = [.. options.ApiKeys.Select(key => SHA256.HashData(Encoding.UTF8.GetBytes(key)))];
        var longest = options.ApiKeys.Select(Encoding.UTF8.GetByteCount).DefaultIfEmpty().Max();
        _longest = (longest + BlockBytes - 1) / BlockBytes * BlockBytes;
    }

    public int Count => _digests.Length;

    /// <summary>Finds a key's number, from 1. Most tokens of clients are longer than every key and cost only that comparison.</summary>
    public bool TryFind(string text, out int number)
    {
        number = 0;
        if (text.Length > _longest || Encoding.UTF8.GetByteCount(text) > _longest)
            return false;

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);

        // Every key is compared, so that the time does not reveal which one matches.
        for (var i = 0; i < _digests.Length; i++)
            number = CryptographicOperations.FixedTimeEquals(_digests[i], digest) ? i + 1 : number;
        return number > 0;
    }
}
