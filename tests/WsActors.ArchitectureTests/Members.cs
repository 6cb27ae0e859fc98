using System.Reflection;

namespace WsActors.ArchitectureTests;

/// <summary>Which members reflection is asked for.</summary>
internal static class Members
{
    public const BindingFlags Instance = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    public const BindingFlags Declared = Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
}
