using System.Reflection;
using System.Runtime.CompilerServices;
using Akka.Actor;
using WsActors.Actors;
using WsActors.AspNetCore.Options;
using WsActors.Cluster;
using WsActors.Protocol.WebSocket.Session;
using WsActors.Server;

namespace WsActors.ArchitectureTests;

/// <summary>The projects and their types.</summary>
internal static class House
{
    public static readonly Assembly Protocol = typeof(ServerSession).Assembly;
    public static readonly Assembly Actors = typeof(ServerActor).Assembly;
    public static readonly Assembly Cluster = typeof(NodeCluster).Assembly;
    public static readonly Assembly AspNetCore = typeof(AdminOptions).Assembly;
    public static readonly Assembly Server = typeof(ServerProgram).Assembly;

    public static readonly IReadOnlyList<Assembly> All = [Protocol, Actors, Cluster, AspNetCore, Server];

    /// <summary>Every type that somebody wrote, nested ones included.</summary>
    public static IEnumerable<Type> Types(this Assembly assembly) => assembly.GetTypes().Where(type =>
        !IsGenerated(type) && (type.Namespace ?? string.Empty).StartsWith("WsActors", StringComparison.Ordinal));

    public static IReadOnlyList<Type> ActorTypes { get; } =
        [.. All.SelectMany(Types).Where(type => typeof(ActorBase).IsAssignableFrom(type))];

    private static bool IsGenerated(Type type) =>
        type.Name.Contains('<', StringComparison.Ordinal)
        || type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || type.GetCustomAttributesData().Any(data => data.AttributeType == typeof(System.CodeDom.Compiler.GeneratedCodeAttribute))
        || (type.DeclaringType is { } outer && IsGenerated(outer));
}
