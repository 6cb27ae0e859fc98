namespace WsActors.ArchitectureTests;

/// <summary>Finds the strongly connected components of a directed graph: the sets of nodes that all reach each other (Tarjan, 1972).</summary>
internal sealed class StrongComponents
{
    private readonly Func<string, IEnumerable<string>> _next;
    private readonly Dictionary<string, int> _index = [];
    private readonly Dictionary<string, int> _lowest = [];
    private readonly Stack<string> _open = [];
    private readonly HashSet<string> _isOpen = [];
    private readonly List<IReadOnlyList<string>> _components = [];

    private StrongComponents(Func<string, IEnumerable<string>> next) => _next = next;

    /// <param name="nodes">All nodes.</param>
    /// <param name="next">The nodes that a node points to.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IEnumerable<string> nodes, Func<string, IEnumerable<string>> next)
    {
        var search = new StrongComponents(next);
        foreach (var node in nodes.Order(StringComparer.Ordinal))
        {
            if (!search._index.ContainsKey(node))
                search.Visit(node);
        }

        return search._components;
    }

    private void Visit(string node)
    {
        _index[node] = _lowest[node] = _index.Count;
        _open.Push(node);
        _isOpen.Add(node);

        foreach (var other in _next(node))
        {
            if (!_index.TryGetValue(other, out var index))
            {
                Visit(other);
                _lowest[node] = Math.Min(_lowest[node], _lowest[other]);
            }
            else if (_isOpen.Contains(other))
            {
                _lowest[node] = Math.Min(_lowest[node], index);
            }
        }

        if (_lowest[node] == _index[node])
            _components.Add(TakeComponent(node));
    }

    private List<string> TakeComponent(string root)
    {
        var component = new List<string>();
        string node;
        do
        {
            node = _open.Pop();
            _isOpen.Remove(node);
            component.Add(node);
        }
        while (node != root);

        component.Sort(StringComparer.Ordinal);
        return component;
    }
}
