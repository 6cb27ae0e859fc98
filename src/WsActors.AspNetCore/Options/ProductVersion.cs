using System.Reflection;

namespace WsActors.AspNetCore.Options;

/// <summary>The version that the program, the admin API and its description report.</summary>
internal static class ProductVersion
{
    /// <summary>The version of the build, without the commit that the SDK adds after "+".</summary>
    public static string Current { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
