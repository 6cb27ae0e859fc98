using System.Security.Cryptography;
using System.Text;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Access;

/// <summary>
/// The configured API keys, of which only digests are compared. They can be replaced; a key keeps its number as long as the process runs.
/// Safe on any thread.
/// </summary>
internal sealed class ApiKeys
{
    /// <summary>The block of SHA-256: lengths within one block take the same time.</summary>
    private const int BlockBytes = 64;

    private volatile State _state;

    public ApiKeys(AdminOptions options) => _state = State.Of(options, former: []);

    /// <summary>The number of keys in use; 0 leaves the API open.</summary>
    public int Count => _state.Count;

    /// <summary>The highest number that a key has.</summary>
    public int Highest => _state.Digests.Length;

    /// <summary>The numbers of all keys that were in use once and are not now.</summary>
    public IReadOnlySet<int> Removed
    {
        get
        {
            var state = _state;
            return Enumerable.Range(1, state.IsInUse.Length).Where(number => !state.IsInUse[number - 1]).ToHashSet();
        }
    }

    /// <summary>Replaces the keys.</summary>
    public void Use(AdminOptions options) => _state = State.Of(options, _state.Digests);

    /// <summary>Finds a key's number, from 1. Most tokens of clients are longer than every key and cost only that comparison.</summary>
    public bool TryFind(string text, out int number)
    {
        var state = _state;
        number = 0;
        if (text.Length > state.Longest || Encoding.UTF8.GetByteCount(text) > state.Longest)
            return false;

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), digest);

        // Every key is compared, so that the time does not reveal which one matches.
        for (var i = 0; i < state.Digests.Length; i++)
            number = CryptographicOperations.FixedTimeEquals(state.Digests[i], digest) && state.IsInUse[i] ? i + 1 : number;
        return number > 0;
    }

    /// <summary>The name of a key for people; for requests that need no key, "none".</summary>
    public string NameOf(int number) => number == 0 ? "none" : _state.Names[number - 1];

    /// <param name="Digests">The digests of all keys that were ever in use: equal lengths, so the time of a comparison does not reveal the length of a key.</param>
    /// <param name="IsInUse">True for those that are in use now.</param>
    /// <param name="Longest">The length of the longest key in use, in whole blocks.</param>
    /// <param name="Names">Their names.</param>
    private sealed record State(byte[][] Digests, bool[] IsInUse, int Longest, string[] Names)
    {
        public int Count { get; } = IsInUse.Count(isInUse => isInUse);

        public static State Of(AdminOptions options, byte[][] former)
        {
            string[] keys = [.. options.ApiKeys, .. options.NamedApiKeys.Select(key => key.Key)];
            byte[][] current = [.. keys.Select(key => SHA256.HashData(Encoding.UTF8.GetBytes(key)))];
            var named = current[options.ApiKeys.Count..];
            byte[][] all = [.. former, .. current.Where(digest => !Contains(former, digest))];
            var longest = keys.Select(Encoding.UTF8.GetByteCount).DefaultIfEmpty().Max();
            return new State(
                all,
                [.. all.Select(digest => Contains(current, digest))],
                (longest + BlockBytes - 1) / BlockBytes * BlockBytes,
                [.. all.Select((digest, index) => IndexOf(named, digest) is >= 0 and var place
                    ? options.NamedApiKeys[place].Name
                    : $"{ApiKeyOptions.UnnamedPrefix}{index + 1}")]);
        }

        private static bool Contains(byte[][] digests, byte[] digest) => IndexOf(digests, digest) >= 0;

        private static int IndexOf(byte[][] digests, byte[] digest) => Array.FindIndex(digests, other => other.AsSpan().SequenceEqual(digest));
    }
}
