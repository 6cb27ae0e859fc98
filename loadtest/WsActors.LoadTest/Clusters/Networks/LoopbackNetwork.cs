namespace WsActors.LoadTest.Clusters.Networks;

/// <summary>All nodes on 127.0.0.1, each with ports of its own.</summary>
/// <param name="whyInseparable">Why there are no namespaces.</param>
internal sealed class LoopbackNetwork(string whyInseparable) : INodeNetwork
{
    private const string Loopback = "127.0.0.1";
    private const int PortsOfNode = 10;

    public string? WhyInseparable => whyInseparable;

    public string ClientAddress(int node) => Loopback;

    public string ClusterAddress(int node) => Loopback;

    public int Port(int node, int first) => first + (node * PortsOfNode);

    public IReadOnlyList<string> CommandPrefix(int node) => [];

    public void Separate(int node) => throw new NotSupportedException(whyInseparable);

    public void Rejoin(int node) => throw new NotSupportedException(whyInseparable);

    public void Dispose()
    {
    }
}
