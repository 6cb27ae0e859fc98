using System.Security.Cryptography;

namespace WsActors.Actors.Topics.Homes;

/// <summary>Names a log for as long as it lives: 48 random bits, so that a lost log's offsets are never taken for a new one's.</summary>
internal static class TopicEpoch
{
    public static string New() => RandomNumberGenerator.GetHexString(12, lowercase: true);
}
