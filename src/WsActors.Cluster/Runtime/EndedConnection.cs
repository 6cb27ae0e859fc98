using System.Text.RegularExpressions;
using Akka.Event;

namespace WsActors.Cluster.Runtime;

/// <summary>Recognises the errors that Akka.Remote logs, with a stack trace, on each node when another one ends or cannot be reached.</summary>
public static partial class EndedConnection
{
    // The type is internal to Akka.
    private const string Cause = "Akka.Remote.EndpointDisassociatedException";

    /// <summary>Returns a line with the name of the other node; null if the event is not such an error.</summary>
    /// <param name="happened">A log event. Its source is the path of the connection's actor, which holds the node's address.</param>
    public static string? Describe(LogEvent happened)
    {
        if (happened.Cause?.GetType().FullName != Cause)
            return null;

        var address = AddressInPath().Match(Uri.UnescapeDataString(happened.LogSource));
        return $"The connection to {(address.Success ? address.Groups[1].Value : "another node")} has ended";
    }

    [GeneratedRegex(@"://[^@/]+@([^/]+:[0-9]+)(-|/|$)")]
    private static partial Regex AddressInPath();
}
