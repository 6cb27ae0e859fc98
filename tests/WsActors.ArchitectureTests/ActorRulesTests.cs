using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Akka.Actor;

namespace WsActors.ArchitectureTests;

/// <summary>Forbids actors to wait, to ask, or to be more than an UntypedActor.</summary>
public sealed class ActorRulesTests
{
    [Fact]
    public void There_are_actors_to_judge() => Assert.True(House.ActorTypes.Count >= 7, $"{House.ActorTypes.Count} found");

    [Fact]
    public void Every_actor_is_a_sealed_UntypedActor() => Assert.All(
        House.ActorTypes, actor => Assert.True(actor is { IsSealed: true, BaseType.Name: nameof(UntypedActor) }, $"{actor} is not"));

    // Akka's own plug-ins, such as the server's logger, are actors by Akka's wish and named for what they are.
    [Fact]
    public void Every_actor_of_the_actors_project_is_named_so() => Assert.All(
        House.ActorTypes.Where(actor => actor.Assembly == House.Actors), actor => Assert.Matches("Actor(`1)?$", actor.Name));

    // SslStream has no other way: its tasks end in a message to the owner.
    private const string Transport = "WsActors.Actors/Transport/Tls";

    [Fact]
    public void No_method_in_the_actors_project_is_async_but_those_that_wait_for_TLS() => Assert.DoesNotContain(
        House.Actors.GetTypes().Where(type => !type.Name.StartsWith("Tls", StringComparison.Ordinal)).SelectMany(type => type.GetMethods(Members.Declared)),
        method => method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false));

    [Theory]
    [InlineData(@"\.Ask(<|\()")]
    [InlineData(@"\bThread\.Sleep\b")]
    [InlineData(@"\.Wait\(")]
    [InlineData(@"\.Result\b")]
    [InlineData(@"\bPipeTo\b")]
    [InlineData(@"\bDateTime(Offset)?\.(Utc)?Now\b")]
    [InlineData(@"\bStopwatch\b")]
    [InlineData(@"\bTickCount")]
    [InlineData(@"\bBecome\w*\(\w*Receive")]
    [InlineData(@"\bSetReceiveTimeout\b(?!\(Timeout)")]
    public void No_code_of_the_actors_project_waits_asks_or_reads_a_clock_of_its_own(string pattern) => Faults.None(
        from file in SourceFile.All
        where file.Path.StartsWith("WsActors.Actors/", StringComparison.Ordinal) && Regex.IsMatch(file.Code, pattern)
        select file.Path,
        $"No actor waits, asks or reads a clock of its own, so no code of Actors matches {pattern}");

    [Theory]
    [InlineData(@"\.GetAwaiter\(")]
    [InlineData(@"\bawait\b")]
    public void No_code_of_the_actors_project_awaits_but_that_of_TLS(string pattern) => Faults.None(
        from file in SourceFile.All
        where file.Path.StartsWith("WsActors.Actors/", StringComparison.Ordinal) && Regex.IsMatch(file.Code, pattern)
        where !file.Path.StartsWith(Transport, StringComparison.Ordinal)
        select file.Path,
        $"Only TLS awaits: no other code of Actors matches {pattern}");

    [Fact]
    public void Actors_are_given_plain_records_and_no_container()
    {
        string[] foreign = ["IOptions", "IServiceProvider", "IConfiguration", "ILogger`", "ILoggerFactory"];
        Assert.DoesNotContain(References.TypesNamedBy(House.Actors), name => foreign.Any(word => name.Contains(word, StringComparison.Ordinal)));
    }
}
