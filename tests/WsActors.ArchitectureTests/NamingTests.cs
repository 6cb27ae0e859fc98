using System.Text.RegularExpressions;

namespace WsActors.ArchitectureTests;

/// <summary>Checks how the code is divided into types and files.</summary>
public sealed class NamingTests
{
    private const int MaxLines = 250;

    [Fact]
    public void Classes_are_sealed_or_static_or_closed_families() => Faults.None(
        from type in House.All.SelectMany(House.Types)
        where type is { IsClass: true, IsSealed: false } && !IsClosedFamily(type)
        select type.FullName,
        "A class is sealed or static, or abstract with constructors that only its own project can call");

    [Theory]
    [InlineData("Manager")]
    [InlineData("Helper")]
    [InlineData("Helpers")]
    [InlineData("Util")]
    [InlineData("Utils")]
    [InlineData("Utilities")]
    [InlineData("Base")]
    [InlineData("Impl")]
    public void No_type_is_named_for_what_it_is_not(string suffix) => Faults.None(
        from type in House.All.SelectMany(House.Types)
        where type.Name.Split('`')[0].EndsWith(suffix, StringComparison.Ordinal)
        select type.FullName,
        $"No name ends with {suffix}: name the type after what it does");

    [Fact]
    public void No_file_is_longer_than_250_lines() => Faults.None(
        SourceFile.All.Where(file => file.Lines > MaxLines).Select(file => $"{file}: {file.Lines} lines"),
        $"A file has at most {MaxLines} lines: move a part with a subject of its own into another type");

    [Fact]
    public void A_file_is_named_after_a_type_in_it() => Faults.None(
        from file in SourceFile.All
        where file.Stem != "Program" && !IsModels(file) && Declared(file).All(type => type.Name != file.Stem)
        select file.Path,
        "A file is named after a type in it");

    // An enum may stand beside the one type that uses it, and a class of its labels or questions beside an enum.
    [Fact]
    public void A_file_holds_one_public_type() => Faults.None(
        from file in SourceFile.All
        where !IsModels(file)
        let types = Declared(file).Where(type => type.IsPublic).ToArray()
        let enums = types.Where(type => type.Kind == "enum").ToArray()
        let others = types.Except(enums).Where(type => !enums.Any(named => type.Name.StartsWith(named.Name, StringComparison.Ordinal)))
        where others.Count() > 1 || enums.Length > 1
        select $"{file}: {string.Join(", ", types.Select(type => type.Name))}",
        "A file holds one public type: move the others to files of their own");

    [Fact]
    public void No_code_stands_in_a_region() =>
        Assert.DoesNotContain(SourceFile.All, file => file.Code.Contains("#region", StringComparison.Ordinal));

    // A private constructor: only types nested within can derive. A private protected one: only types of the same project.
    private static bool IsClosedFamily(Type type) => type.IsAbstract && type.GetConstructors(Members.Instance)
        .All(constructor => constructor.IsPrivate || constructor.IsFamilyAndAssembly || IsCopy(type, constructor));

    private static bool IsCopy(Type type, System.Reflection.ConstructorInfo constructor) =>
        constructor.GetParameters() is [{ ParameterType: var only }] && only == type;

    // The bodies of one endpoint group's requests and answers are read together.
    private static bool IsModels(SourceFile file) => file.Stem.EndsWith("Models", StringComparison.Ordinal);

    private static IEnumerable<(bool IsPublic, string Kind, string Name)> Declared(SourceFile file) =>
        from Match match in Regex.Matches(
            file.Code,
            @"^(?<access>public|internal) (?:(?:static|sealed|abstract|partial|readonly|ref) )*(?<kind>class|struct|interface|enum|record)(?: struct)? (?<name>\w+)",
            RegexOptions.Multiline)
        select (match.Groups["access"].Value == "public", match.Groups["kind"].Value, match.Groups["name"].Value);
}
