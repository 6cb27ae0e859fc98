using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WsActors.ArchitectureTests;

/// <summary>The folders of a project, with an edge from each folder to those whose types it names.</summary>
internal sealed class FolderGraph
{
    private readonly SourceModel _source;

    // Folder → folder → the uses behind this edge, as "File→Type".
    private readonly Dictionary<string, Dictionary<string, SortedSet<string>>> _edges = [];
    private readonly List<string> _unknownNames = [];

    public FolderGraph(SourceModel source)
    {
        _source = source;
        foreach (var (path, tree) in source.Files)
            Read(path, tree);
    }

    public IEnumerable<string> Folders => _edges.Keys;

    /// <summary>Names that the compiler cannot bind: an edge may be missing where there is one.</summary>
    public IReadOnlyList<string> UnknownNames => _unknownNames;

    /// <summary>The cycles, each described by its folders, its edges and the uses that cause them.</summary>
    public IReadOnlyList<string> Cycles() =>
        [.. StrongComponents.Of(_edges.Keys, folder => _edges[folder].Keys).Where(component => component.Count > 1).Select(Describe)];

    private void Read(string path, SyntaxTree tree)
    {
        var model = _source.Bind(tree);
        _edges.TryAdd(FolderOf(path), []);
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            var found = model.GetSymbolInfo(name);
            if (found.Symbol is not null)
                AddUse(path, found.Symbol);
            else if (found.CandidateSymbols.IsEmpty && !HasNoSymbol(name) && !IsGenerated(name, model))
                _unknownNames.Add($"{path}: {name}");
        }
    }

    private void AddUse(string path, ISymbol symbol)
    {
        if (TypeOf(symbol) is not { } type || _source.PathOf(type) is not { } target)
            return;

        var (folder, other) = (FolderOf(path), FolderOf(target));
        if (other == folder)
            return;

        if (!_edges[folder].TryGetValue(other, out var uses))
            _edges[folder][other] = uses = new SortedSet<string>(StringComparer.Ordinal);
        uses.Add($"{Path.GetFileNameWithoutExtension(path)}→{type.Name}");
    }

    // The type itself, or the type whose member it is; of an extension block, the class around it.
    private static INamedTypeSymbol? TypeOf(ISymbol symbol)
    {
        var type = symbol is IAliasSymbol alias ? alias.Target as INamedTypeSymbol : symbol as INamedTypeSymbol ?? symbol.ContainingType;
        return type is { IsExtension: true } ? type.ContainingType : type;
    }

    // `nameof`, and the name that `using Alias = …` introduces.
    private static bool HasNoSymbol(SimpleNameSyntax name) =>
        name.Parent is NameEqualsSyntax || name is { Identifier.Text: "nameof", Parent: InvocationExpressionSyntax };

    // `Context.Default.Model`: source generators, which do not run here, add both members to a JSON context.
    private static bool IsGenerated(SimpleNameSyntax name, SemanticModel model) =>
        name.Parent is MemberAccessExpressionSyntax access && access.Name == name
        && model.GetTypeInfo(access.Expression).Type is null or IErrorTypeSymbol or { BaseType.Name: "JsonSerializerContext" };

    // One edge from above may close cycles through many folders: the shortest shows it, and its weakest edge comes first.
    private string Describe(IReadOnlyList<string> component)
    {
        var round = component.Select(start => ShortestRound(start, component)).MinBy(round => round.Count)!;
        var edges = from step in round.Zip([.. round.Skip(1), round[0]])
                    let uses = _edges[step.First][step.Second]
                    orderby uses.Count, step.First
                    select $"    {step.First} → {step.Second} by {string.Join(", ", uses)}";
        var others = component.Count == round.Count ? string.Empty : $" (the shortest among {component.Count} folders)";
        return $"cycle of {string.Join(", ", round.Order(StringComparer.Ordinal))}{others}:\n{string.Join('\n', edges)}";
    }

    private IReadOnlyList<string> ShortestRound(string start, IReadOnlyList<string> component)
    {
        var seen = new HashSet<string>();
        var paths = new Queue<IReadOnlyList<string>>([[start]]);
        while (paths.TryDequeue(out var path))
        {
            foreach (var next in _edges[path[^1]].Keys.Where(component.Contains))
            {
                if (next == start)
                    return path;
                if (seen.Add(next))
                    paths.Enqueue([.. path, next]);
            }
        }

        throw new InvalidOperationException($"no way leads back to {start}");
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".";
}
