namespace WsActors.ArchitectureTests;

/// <summary>
/// A type has at most 400 lines and 20 instance fields. Its parts count together, so that no class is split into files only to keep each
/// short. A nested type counts with the type around it, with one exception: nested records count apart, because the messages of an actor
/// are its protocol and are read on their own. Properties with a hidden field and parameters that the compiler keeps count as fields.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class TypeSizeTests
{
    private const int MostLines = 400;
    private const int MostFields = 20;

    /// <summary>Types that may be longer, each with the reason.</summary>
    private static readonly Dictionary<string, string> LongTypes = new()
    {
    };

    /// <summary>Types that may have more fields, each with the reason.</summary>
    private static readonly Dictionary<string, string> WideTypes = new()
    {
        ["ServerTelemetry"] = "one field per subject: a new subject of measurements has a type of its own",
        ["PushSettings"] = "a record of settings: each field is one setting, and no code changes it",
    };

    private static readonly IReadOnlyList<TypeSize> Sizes =
        [.. new[] { "Protocol", "Actors", "AspNetCore", "Server", "Client", "Publishing" }.SelectMany(project => TypeSize.Of(SourceModel.Of(project)))];

    [Fact]
    public void No_type_is_longer_than_400_lines() => Faults.None(
        TooLong(Sizes).ExceptBy(LongTypes.Keys, type => type.Name),
        $"A type has at most {MostLines} lines over all its parts: move a part of its state, with the methods that use it, into a component");

    [Fact]
    public void No_type_has_more_than_20_fields() => Faults.None(
        TooWide(Sizes).ExceptBy(WideTypes.Keys, type => type.Name),
        $"A type has at most {MostFields} instance fields, those that the compiler makes included: move fields that are used together into a component");

    [Fact]
    public void No_exception_outlives_its_need()
    {
        Faults.None(LongTypes.Keys.Except(TooLong(Sizes).Select(type => type.Name)), "A type that is short enough needs no exception");
        Faults.None(WideTypes.Keys.Except(TooWide(Sizes).Select(type => type.Name)), "A type with few enough fields needs no exception");
    }

    [Fact]
    public void A_type_that_is_split_into_files_is_still_too_long()
    {
        var sizes = TypeSize.Of(SourceModel.Of(
            ("House.cs", $"partial class House\n{{\n{new string('\n', 198)}}}"),
            ("House.Doors.cs", $"\n/// <summary>Not counted.</summary>\npartial class House\n{{\n{new string('\n', 197)}}}")));

        Assert.Equal(new TypeSize("House", Lines: 401, Fields: 0), Assert.Single(TooLong(sizes)));
    }

    [Fact]
    public void A_type_with_21_fields_is_too_wide() => Assert.Single(TooWide(TypeSize.Of(SourceModel.Of(
        ("House.cs", $"class House {{ int {string.Join(", ", Enumerable.Range(1, 21).Select(number => $"_room{number}"))}; }}"),
        ("Street.cs", $"class Street {{ int {string.Join(", ", Enumerable.Range(1, 20).Select(number => $"_house{number}"))}; }}")))));

    [Fact]
    public void Fields_that_the_compiler_makes_count_and_static_ones_do_not() => Assert.Equal(
        5,
        Assert.Single(TypeSize.Of(SourceModel.Of((
            "House.cs",
            """
            class House(int doors, int windows)
            {
                private const int Floors = 2;
                private static int _houses;
                private readonly int _rooms = windows;
                public int Stairs { get; set; }
                public int Chimneys => field++;
                public int Openings => doors + _rooms + Floors + _houses;
                public event Action? Sold;
            }
            """)))).Fields);

    [Fact]
    public void A_nested_record_counts_apart_and_another_nested_type_with_the_type_around_it()
    {
        var sizes = TypeSize.Of(SourceModel.Of((
            "House.cs",
            """
            class House
            {
                public sealed record Sell(int Price)
                {
                    public int Tax => Price / 5;
                }
                private struct Door
                {
                }
            }
            """)));

        Assert.Equal([("House", 6), ("House.Sell", 4), ("House.Door", 3)], sizes.Select(type => (type.Name, type.Lines)));
    }

    private static IEnumerable<TypeSize> TooLong(IEnumerable<TypeSize> sizes) => sizes.Where(type => type.Lines > MostLines);

    private static IEnumerable<TypeSize> TooWide(IEnumerable<TypeSize> sizes) => sizes.Where(type => type.Fields > MostFields);
}
