using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace WsActors.LoadTest.Clusters;

/// <summary>Reads from the kernel what nodes have sent each other: the payload of TCP, as <c>ss -ti</c> shows it for each connection that is open.</summary>
internal static partial class PeerTraffic
{
    /// <summary>Bytes that were sent through connections to or from these ports, both ways; null: there is no <c>ss</c>.</summary>
    public static long? BytesSent(IEnumerable<int> ports)
    {
        var filter = string.Join(" or ", ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"sport = :{port} or dport = :{port}")));
        try
        {
            using var ss = Process.Start(new ProcessStartInfo("ss", ["-Htin", filter]) { RedirectStandardOutput = true })!;
            var connections = ss.StandardOutput.ReadToEnd();
            ss.WaitForExit();
            return Sum(connections);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The sum of <c>bytes_sent</c>. A connection that has sent nothing does not show it.</summary>
    internal static long Sum(string connections) => BytesSentField().Matches(connections).Sum(match => long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\bbytes_sent:(\d+)")]
    private static partial Regex BytesSentField();
}
