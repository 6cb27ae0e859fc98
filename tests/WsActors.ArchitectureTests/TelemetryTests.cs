using System.Reflection;
using System.Text.RegularExpressions;
using WsActors.Actors.Telemetry;
using WsActors.Protocol.Http;
using WsActors.Protocol.Routing;
using WsActors.Protocol.WebSocket.Close;

namespace WsActors.ArchitectureTests;

/// <summary>Checks that instruments have proper names and that labels come from bounded sets.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public void Every_instrument_has_the_products_name_and_a_description()
    {
        Assert.NotEmpty(Instruments.All);
        Assert.All(Instruments.All, instrument => Assert.Matches(@"^wsactors\.[a-z_]+(\.[a-z_]+)*$", instrument.Name));
        Assert.All(Instruments.All, instrument => Assert.False(string.IsNullOrEmpty(instrument.Description), $"{instrument.Name} has none"));
    }

    [Fact]
    public void Instruments_are_made_in_one_folder_in_a_type_per_subject()
    {
        var files = SourceFile.All
            .Where(file => Regex.IsMatch(file.Code, @"\bmeter\.Create\w+", RegexOptions.IgnoreCase))
            .Select(file => file.Path)
            .ToArray();

        Assert.Equal(Subjects.Count, files.Length);
        Assert.All(files, path => Assert.Matches(@"^WsActors\.Actors/Telemetry/\w+Telemetry\.cs$", path));
    }

    // A label is made of what a method is told: numbers, enums, close codes, and strings that are one of a few words.
    [Fact]
    public void No_recording_is_told_a_value_without_a_bound()
    {
        string[] words = ["cause", "outcome", "policy", "extension", "kind"];
        var parameters = Subjects
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsSpecialName)
            .SelectMany(method => method.GetParameters());

        Faults.None(
            parameters
                .Where(parameter => !IsBounded(parameter.ParameterType))
                .Where(parameter => parameter.ParameterType != typeof(string) || !words.Contains(parameter.Name))
                .Select(parameter => $"{parameter.Member.Name}({parameter.ParameterType.Name} {parameter.Name})"),
            $"Labels are bounded: a recording takes numbers, enums, close codes, or a string named {string.Join(", ", words)}");
    }

    [Fact]
    public void Close_codes_of_peers_have_few_names()
    {
        var names = Enumerable.Range(0, ushort.MaxValue + 1).Select(value => CloseCode.Of((ushort)value).Name).Distinct();

        Assert.Equal(CloseCode.All.Count + 3, names.Count());
    }

    [Fact]
    public void A_refusals_name_does_not_depend_on_what_the_peer_sent()
    {
        MethodInfo[] refusals =
        [
            .. typeof(HandshakeRefusals).GetMethods(BindingFlags.Public | BindingFlags.Static),
            .. typeof(RouteRefusals).GetMethods(BindingFlags.Public | BindingFlags.Static),
        ];

        Assert.NotEmpty(refusals);
        Assert.All(refusals, refusal => Assert.Equal(NameOf(refusal, 1), NameOf(refusal, 2)));
    }

    private static IReadOnlyCollection<Type> Subjects { get; } =
    [
        .. typeof(ServerTelemetry).GetProperties()
            .Select(property => property.PropertyType)
            .Where(type => type.Name.EndsWith("Telemetry", StringComparison.Ordinal)),
    ];

    private static bool IsBounded(Type type) =>
        type.IsEnum || type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(bool)
        || type == typeof(TimeSpan) || type == typeof(DateTimeOffset) || type == typeof(CloseCode);

    private static string NameOf(MethodInfo refusal, int seed)
    {
        var arguments = refusal.GetParameters().Select(parameter => ValueOf(parameter.ParameterType, seed)).ToArray();
        return Assert.IsType<HandshakeRefusal>(refusal.Invoke(null, arguments)).Name;
    }

    private static object? ValueOf(Type type, int seed)
    {
        if (type == typeof(string))
            return $"text {seed}";
        if (type == typeof(TimeSpan))
            return TimeSpan.FromSeconds(seed);
        return type == typeof(int) ? seed : Activator.CreateInstance(type);
    }
}
