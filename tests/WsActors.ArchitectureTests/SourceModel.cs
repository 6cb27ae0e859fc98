using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WsActors.ArchitectureTests;

/// <summary>The source files of one project as the compiler understands them: every name is bound to its declaration.</summary>
internal sealed class SourceModel
{
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private const string ImplicitWebUsings =
        """
        global using System.Net.Http.Json;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    // Everything that this process runs on, the built projects included.
    private static readonly IReadOnlyList<MetadataReference> Assemblies =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly Dictionary<string, Lazy<SourceModel>> Projects =
        new[] { "Protocol", "Actors", "AspNetCore", "Server", "Client", "Publishing" }.ToDictionary(name => name, name => new Lazy<SourceModel>(() => Read(name)));

    private readonly CSharpCompilation _compilation;
    private readonly Dictionary<SyntaxTree, string> _paths;

    private SourceModel(string assembly, IEnumerable<SourceFile> files, string usings)
    {
        _paths = files.ToDictionary(file => (SyntaxTree)CSharpSyntaxTree.ParseText(file.Text, Language, file.Path), file => file.Path);
        var isProgram = _paths.Values.Any(path => Path.GetFileName(path) == "Program.cs");
        _compilation = CSharpCompilation.Create(
            assembly,
            _paths.Keys.Append(CSharpSyntaxTree.ParseText(usings, Language)),
            Assemblies.Where(reference => !IsOf(reference, assembly)),
            new CSharpCompilationOptions(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>The files with their paths relative to the project's folder.</summary>
    public IEnumerable<(string Path, SyntaxTree Tree)> Files => _paths.Select(file => (file.Value, file.Key));

    /// <summary>The model of a project under src, by the last part of its name.</summary>
    public static SourceModel Of(string project) => Projects[project].Value;

    /// <summary>The model of a project that exists only in memory.</summary>
    /// <param name="files">Paths relative to the project's folder, and texts.</param>
    public static SourceModel Of(params IEnumerable<(string Path, string Text)> files) =>
        new("Planted", files.Select(file => new SourceFile(file.Path, file.Text)), ImplicitUsings);

    public SemanticModel Bind(SyntaxTree tree) => _compilation.GetSemanticModel(tree);

    /// <summary>The path of the file that declares a type of this project, or null if the type comes from elsewhere.</summary>
    public string? PathOf(INamedTypeSymbol type) => type.OriginalDefinition.DeclaringSyntaxReferences
        .Select(declaration => _paths.GetValueOrDefault(declaration.SyntaxTree))
        .FirstOrDefault(path => path is not null);

    private static SourceModel Read(string project)
    {
        var assembly = $"WsActors.{project}";
        var folder = project is "Client" or "Publishing" ? $"clients/dotnet/{assembly}/" : $"{assembly}/";
        var files = from file in SourceFile.All
                    where file.Path.StartsWith(folder, StringComparison.Ordinal)
                    select file with { Path = file.Path[folder.Length..] };
        return new SourceModel(assembly, files, project is "AspNetCore" or "Server" ? ImplicitUsings + ImplicitWebUsings : ImplicitUsings);
    }

    private static bool IsOf(MetadataReference reference, string assembly) =>
        Path.GetFileNameWithoutExtension(reference.Display) == assembly;
}
