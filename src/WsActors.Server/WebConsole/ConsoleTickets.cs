using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WsActors.Server.WebConsole;

/// <summary>
/// Issues and checks tickets, with which a console's page connects to the push listener: the time of their end, signed with a key that only
/// this process has. Nothing is kept per ticket. Safe on any thread.
/// </summary>
internal sealed class ConsoleTickets(TimeProvider time)
{
    /// <summary>The time for which a ticket is valid. The page gets the next one before, as long as its API key is accepted.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Begins each ticket, so that nothing else is taken for one.</summary>
    public const string Prefix = "wsactors-console.";

    private const int KeyBytes = 32;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(KeyBytes);

    public ConsoleTicket Issue()
    {
        var seconds = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds();
        var end = seconds.ToString(CultureInfo.InvariantCulture);
        return new ConsoleTicket($"{Prefix}{end}.{SignatureOf(end)}", DateTimeOffset.FromUnixTimeSeconds(seconds));
    }

    /// <summary>Returns the end of a ticket that was issued here and is valid; null for every other text.</summary>
    public DateTimeOffset? EndOf(string ticket)
    {
        if (!ticket.StartsWith(Prefix, StringComparison.Ordinal) || ticket[Prefix.Length..].Split('.') is not [var end, var signature])
            return null;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(SignatureOf(end))))
            return null;

        // A signed text is a time, because it was written here.
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(end, CultureInfo.InvariantCulture));
        return time.GetUtcNow() < expiresAt ? expiresAt : null;
    }

    private string SignatureOf(string end) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(end)));
}
