namespace WsActors.Cluster.Membership;

/// <summary>
/// Decides from what other nodes say whether there is a cluster to join, and if not, whether this node may begin one: only if a majority of all configured nodes
/// answers, none of them is in a cluster, and that majority votes for this node in several rounds without a break. Each votes for the first one that answers.
/// </summary>
/// <param name="self">The address of this node.</param>
internal sealed class Formation(string self)
{
    /// <summary>
    /// The number of rounds in which the answers must allow it before a cluster begins. Votes are at most two rounds old, so two nodes cannot both get there with the
    /// vote of a third one: before the second does, it hears of the first one's cluster.
    /// </summary>
    public const int Rounds = 5;

    private const int FreshRounds = 2;

    private readonly Dictionary<string, (Hello Hello, long Round)> _hellos = new(StringComparer.Ordinal);
    private long _round;
    private int _agreed;

    /// <summary>The addresses of the configured nodes. The first ones are preferred to begin a cluster.</summary>
    public IReadOnlyList<string> Nodes { get; private set; } = [];

    /// <summary>The number of nodes of which a cluster may begin.</summary>
    public int Majority => (Nodes.Count / 2) + 1;

    /// <summary>Those of the configured nodes that answer, this one included.</summary>
    public IReadOnlyList<string> Answering => [.. Nodes.Where(node => node == self || Fresh(node) is not null)];

    /// <summary>The hello of a node of the cluster to join; null if there was none.</summary>
    public Hello? Cluster => _hellos.Values.Where(IsFresh).Select(last => last.Hello).Where(hello => hello.Members.Count > 0)
        .OrderByDescending(hello => hello.IsUp).ThenBy(hello => hello.From.Address, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The address of the node that should begin a cluster; empty if none should.</summary>
    public string Vote => Cluster is null ? Answering.FirstOrDefault(string.Empty) : string.Empty;

    /// <summary>Replaces the configured nodes.</summary>
    /// <param name="nodes">Their addresses.</param>
    public void Use(IReadOnlyList<string> nodes)
    {
        if (nodes.SequenceEqual(Nodes))
            return;

        Nodes = nodes;
        Doubt();
    }

    /// <summary>Starts the count of rounds again, because it is not certain that these are the nodes.</summary>
    public void Doubt() => _agreed = 0;

    /// <summary>Takes note of what another node says.</summary>
    public void Hear(Hello hello) => _hellos[hello.From.Address] = (hello, _round);

    /// <summary>Ends a round. True if this node may begin a cluster.</summary>
    public bool EndRound()
    {
        var votes = Vote == self ? Nodes.Count(node => node == self || Fresh(node)?.Vote == self) : 0;
        _agreed = votes >= Majority ? _agreed + 1 : 0;
        _round++;
        foreach (var old in _hellos.Where(last => !IsFresh(last.Value)).Select(last => last.Key).ToList())
            _hellos.Remove(old);
        return _agreed >= Rounds;
    }

    private Hello? Fresh(string node) => _hellos.TryGetValue(node, out var last) && IsFresh(last) ? last.Hello : null;

    private bool IsFresh((Hello Hello, long Round) last) => _round - last.Round < FreshRounds;
}
