namespace WsActors.ArchitectureTests;

/// <summary>
/// The folders of a project form no cycle: each can be read with what lies below it alone. A folder is a path, so <c>Topics</c> and
/// <c>Topics/Storage</c> are two. What counts is every name in the code that the compiler binds to a type of the project or to a
/// member of one; what documentation refers to does not count.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class FolderTests
{
    // Binding every name of a project takes a second or two.
    private static readonly Dictionary<string, FolderGraph> Graphs = [];

    [Theory]
    [InlineData("Protocol")]
    [InlineData("Actors")]
    [InlineData("AspNetCore")]
    [InlineData("Server")]
    [InlineData("Client")]
    [InlineData("Publishing")]
    public void Every_name_is_bound_so_that_no_edge_is_missed(string project) => Faults.None(
        GraphOf(project).UnknownNames, "The compiler binds every name, so that no edge is missed");

    [Theory]
    [InlineData("Protocol")]
    [InlineData("Actors")]
    [InlineData("AspNetCore")]
    [InlineData("Server")]
    [InlineData("Client")]
    [InlineData("Publishing")]
    public void Folders_form_no_cycle(string project)
    {
        var graph = GraphOf(project);

        Assert.NotEmpty(graph.Folders);
        Faults.None(graph.Cycles(), "Folders form no cycle: move a type, or let the lower folder name an interface of its own");
    }

    [Fact]
    public void A_name_that_is_not_bound_is_found() => Assert.Equal(
        ["Doors/Door.cs: Bolt"],
        new FolderGraph(SourceModel.Of(
            ("Doors/Door.cs", "namespace Planted.Doors; class Door { Bolt? Bolt; string Name => nameof(Door); }"))).UnknownNames);

    [Fact]
    public void A_cycle_is_found_with_the_types_that_cause_each_edge()
    {
        var cycle = Assert.Single(new FolderGraph(SourceModel.Of(
            ("Doors/Door.cs", "namespace Planted.Doors; class Door { Planted.Bolts.Bolt? Bolt; }"),
            ("Bolts/Bolt.cs", "namespace Planted.Bolts; class Bolt { string Name => Planted.Keys.Key.Name; }"),
            ("Keys/Key.cs", "using Planted.Doors; namespace Planted.Keys; static class Key { public static string Name => nameof(Door); }"),
            ("Keys/Ring.cs", "namespace Planted.Keys; class Ring { }"),
            ("Houses/House.cs", "namespace Planted.Houses; class House { Planted.Doors.Door? Door; }"))).Cycles());

        Assert.Equal(
            """
            cycle of Bolts, Doors, Keys:
                Bolts → Keys by Bolt→Key
                Doors → Bolts by Door→Bolt
                Keys → Doors by Key→Door
            """,
            cycle);
    }

    [Fact]
    public void Of_a_tangle_the_shortest_cycle_is_shown_with_its_weakest_edge_first()
    {
        var cycle = Assert.Single(new FolderGraph(SourceModel.Of(
            ("Doors/Door.cs", "namespace Planted.Doors; class Door { Planted.Bolts.Bolt? Bolt; Planted.Bolts.Nut? Nut; }"),
            ("Bolts/Bolt.cs", "namespace Planted.Bolts; class Bolt { Planted.Keys.Key? Key; Planted.Doors.Door? Door; }"),
            ("Bolts/Nut.cs", "namespace Planted.Bolts; class Nut { }"),
            ("Keys/Key.cs", "namespace Planted.Keys; class Key { Planted.Doors.Door? Door; }"))).Cycles());

        Assert.Equal(
            """
            cycle of Bolts, Doors (the shortest among 3 folders):
                Bolts → Doors by Bolt→Door
                Doors → Bolts by Door→Bolt, Door→Nut
            """,
            cycle);
    }

    [Fact]
    public void A_folder_within_a_folder_is_one_of_its_own() => Assert.Single(new FolderGraph(SourceModel.Of(
        ("Doors/Door.cs", "namespace Planted.Doors; class Door { Hinges.Hinge? Hinge; }"),
        ("Doors/Hinges/Hinge.cs", "namespace Planted.Doors.Hinges; class Hinge { Door? Door; }"))).Cycles());

    [Fact]
    public void Extension_members_and_names_within_methods_count_too() => Assert.Single(new FolderGraph(SourceModel.Of(
        ("Doors/Door.cs", "using Planted.Bolts; namespace Planted.Doors; class Door { void Shut() => this.Turn(); }"),
        ("Bolts/Turning.cs", "namespace Planted.Bolts; static class Turning { extension(object any) { public void Turn() => Open(); } "
            + "private static void Open() { _ = new Planted.Doors.Door(); } }"))).Cycles());

    [Fact]
    public void Edges_one_way_and_names_in_comments_are_no_cycle() => Assert.Empty(new FolderGraph(SourceModel.Of(
        ("Doors/Door.cs", "namespace Planted.Doors; class Door { Planted.Bolts.Bolt? Bolt; }"),
        ("Bolts/Bolt.cs", "namespace Planted.Bolts;\n/// <summary>For a <see cref=\"Planted.Doors.Door\"/></summary>\nclass Bolt;"))).Cycles());

    private static FolderGraph GraphOf(string project)
    {
        if (!Graphs.TryGetValue(project, out var graph))
            Graphs[project] = graph = new FolderGraph(SourceModel.Of(project));
        return graph;
    }
}
