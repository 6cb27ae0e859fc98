using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WsActors.ArchitectureTests;

/// <summary>The size of a type over all its partial declarations.</summary>
/// <param name="Name">The type's name, with that of the type around it.</param>
/// <param name="Lines">Lines between the first word of each declaration and its end, without nested records.</param>
/// <param name="Fields">Instance fields, among them those that the compiler makes.</param>
internal sealed record TypeSize(string Name, int Lines, int Fields)
{
    /// <summary>The sizes of all types that a project declares.</summary>
    public static IReadOnlyList<TypeSize> Of(SourceModel source)
    {
        var declarations = from file in source.Files
                           let model = source.Bind(file.Tree)
                           from declaration in file.Tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
                           where declaration is not ExtensionBlockDeclarationSyntax
                           select (Type: model.GetDeclaredSymbol(declaration)!, Node: declaration, Model: model);
        return
        [
            .. from declaration in declarations
               group declaration by declaration.Type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat) into parts
               let captured = parts.SelectMany(part => CapturedParameters(part.Type, part.Node, part.Model)).Distinct()
               select new TypeSize(
                   parts.Key,
                   parts.Sum(part => LinesOf(part.Node) - NestedRecords(part.Node).Sum(LinesOf)),
                   DeclaredFields(parts.First().Type) + captured.Count()),
        ];
    }

    public override string ToString() => $"{Name}: {Lines} lines, {Fields} fields";

    private static int LinesOf(SyntaxNode node)
    {
        var lines = node.GetLocation().GetLineSpan();
        return lines.EndLinePosition.Line - lines.StartLinePosition.Line + 1;
    }

    // Those directly within: a record within a record is part of that.
    private static IEnumerable<RecordDeclarationSyntax> NestedRecords(BaseTypeDeclarationSyntax type) =>
        type.DescendantNodes(node => node == type || node is not RecordDeclarationSyntax).OfType<RecordDeclarationSyntax>();

    // Constants and static fields cost an instance nothing. Auto-properties and events have fields without a name.
    private static int DeclaredFields(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Count(field => !field.IsStatic);

    // A parameter of the primary constructor becomes a field where a method or an accessor uses it.
    private static IEnumerable<string> CapturedParameters(INamedTypeSymbol type, BaseTypeDeclarationSyntax part, SemanticModel model)
    {
        var constructor = type.InstanceConstructors.FirstOrDefault(constructor => !type.IsRecord && constructor.DeclaringSyntaxReferences
            .Any(declaration => declaration.GetSyntax() is TypeDeclarationSyntax));
        if (constructor is null)
            return [];

        var names = constructor.Parameters.Select(parameter => parameter.Name).ToHashSet();
        return from member in ((TypeDeclarationSyntax)part).Members
               from body in Bodies(member)
               from name in body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
               where names.Contains(name.Identifier.Text)
               where SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol?.ContainingSymbol, constructor)
               select name.Identifier.Text;
    }

    private static IEnumerable<SyntaxNode> Bodies(MemberDeclarationSyntax member) => member switch
    {
        BaseMethodDeclarationSyntax method => [.. Present(method.Body, method.ExpressionBody)],
        PropertyDeclarationSyntax property => [.. Present(property.AccessorList, property.ExpressionBody)],
        IndexerDeclarationSyntax indexer => [.. Present(indexer.AccessorList, indexer.ExpressionBody)],
        _ => [],
    };

    private static IEnumerable<SyntaxNode> Present(params SyntaxNode?[] nodes) => nodes.OfType<SyntaxNode>();
}
