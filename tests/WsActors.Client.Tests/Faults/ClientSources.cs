using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace WsActors.Client.Tests.Faults;

/// <summary>The sources of WsActors.Client, compiled in memory with a fault.</summary>
internal static class ClientSources
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;

        """;

    private const string Project = Usings + "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"WsActors.Client.Tests\")]";

    // Everything that this process runs on, except the client itself.
    private static readonly IReadOnlyList<string> Assemblies =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != "WsActors.Client"),
    ];

    private static readonly string Folder = Path.Combine(Repository.Root, "src", "clients", "dotnet", "WsActors.Client");
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);
    /// <summary>Compiles a program that uses the client, as its documents show it.</summary>
    /// <returns>The errors.</returns>
    public static IReadOnlyList<string> ErrorsOf(string program)
    {
        var compilation = CSharpCompilation.Create(
            "Program",
            [Parse(Usings, "Usings.cs"), Parse(program, "Program.cs")],
            Assemblies.Append(typeof(WsActorsClient).Assembly.Location).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create(Generators(), parseOptions: Language).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return [.. generated.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(error => $"{error}")];
    }

    private static readonly Lazy<CSharpCompilation> Intact = new(CompileIntact);

    /// <summary>Compiles the client with a fault.</summary>
    /// <exception cref="InvalidOperationException">The code to change is not there once, or does not compile.</exception>
    public static byte[] CompileWith(PlantedFault fault)
    {
        var path = Path.Combine(Folder, fault.File);
        var source = File.ReadAllText(path);
        if (source.Split(fault.Code).Length != 2)
            throw new InvalidOperationException($"{fault.File} does not have once: {fault.Code}");
        var tree = Intact.Value.SyntaxTrees.Single(tree => tree.FilePath == path);
        var faulty = Intact.Value.ReplaceSyntaxTree(tree, Parse(source.Replace(fault.Code, fault.Instead, StringComparison.Ordinal), path));
        using var assembly = new MemoryStream();
        var result = faulty.Emit(assembly);
        return result.Success
            ? assembly.ToArray()
            : throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }

    private static CSharpCompilation CompileIntact()
    {
        var files = Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(Folder, path).StartsWith("obj", StringComparison.Ordinal) && !Path.GetRelativePath(Folder, path).StartsWith("bin", StringComparison.Ordinal));
        var compilation = CSharpCompilation.Create(
            "WsActors.Client",
            [Parse(Project, "Project.cs"), .. files.Select(path => Parse(File.ReadAllText(path), path))],
            Assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        CSharpGeneratorDriver.Create(Generators(), parseOptions: Language).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return (CSharpCompilation)generated;
    }

    // JSON contexts and regular expressions are made by the generators of the SDK.
    private static IEnumerable<ISourceGenerator> Generators()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        var pack = Directory.GetDirectories(Path.Combine(root, "packs", "Microsoft.NETCore.App.Ref"), $"{Environment.Version.Major}.*").Order().Last();
        return from name in new[] { "System.Text.Json.SourceGeneration", "System.Text.RegularExpressions.Generator" }
               let path = Path.Combine(pack, "analyzers", "dotnet", "cs", $"{name}.dll")
               from generator in new AnalyzerFileReference(path, new Loader()).GetGenerators(LanguageNames.CSharp)
               select generator;
    }

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Language, path, System.Text.Encoding.UTF8);

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public System.Reflection.Assembly LoadFromPath(string fullPath) => System.Reflection.Assembly.LoadFrom(fullPath);
    }
}
