namespace WsActors.AspNetCore.Clustering;

/// <summary>The reason for which the node ends, and the exit code of a process that is nothing but the node: it tells its supervisor to start it again. Thread-safe.</summary>
/// <param name="log">Logs the reason.</param>
/// <param name="endsProcess">False in an application, whose exit code is its own.</param>
internal sealed partial class NodeExit(ILogger<NodeExit> log, bool endsProcess)
{
    private const int Clean = 0;

    /// <summary>The exit code of a node that has lost its cluster.</summary>
    public const int ClusterLost = 3;

    private volatile int _code = Clean;

    public int Code => _code;

    /// <summary>Notes that this node is no member of its cluster and has to be started again.</summary>
    /// <param name="reason">The reason in words; null if the cluster went on without this node.</param>
    public void OnClusterLost(string? reason)
    {
        _code = ClusterLost;
        var end = endsProcess ? $"ends with exit code {ClusterLost}" : "stops the application";
        if (reason is null)
            LogRemoved(end);
        else
            LogLost(reason, end);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "This node has lost contact with the majority of the cluster, or the cluster has removed it. It sends its clients away and {End}; after a restart it joins again")]
    private partial void LogRemoved(string end);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "This node is no member of its cluster: {Reason}. It sends its clients away and {End}")]
    private partial void LogLost(string reason, string end);
}
