namespace WsActors.Server.Clustering;

/// <summary>The exit code of the process, which tells its supervisor to start it again. Thread-safe.</summary>
internal sealed partial class NodeExit(ILogger<NodeExit> log)
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
        if (reason is null)
            LogRemoved(ClusterLost);
        else
            LogLost(reason, ClusterLost);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "This node has lost contact with the majority of the cluster, or the cluster has removed it. It sends its clients away and ends with exit code {Code}; after a restart it joins again")]
    private partial void LogRemoved(int code);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "This node is no member of its cluster: {Reason}. It sends its clients away and ends with exit code {Code}")]
    private partial void LogLost(string reason, int code);
}
