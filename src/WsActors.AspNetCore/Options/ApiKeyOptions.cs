using System.ComponentModel.DataAnnotations;
using WsActors.Actors.Settings;

namespace WsActors.AspNetCore.Options;

/// <summary>An API key with a name, which stands for it in logs.</summary>
internal sealed record ApiKeyOptions
{
    /// <summary>The beginning of the name of a key that has none; its number follows.</summary>
    public const string UnnamedPrefix = "key-";

    /// <summary>The name: up to 64 letters, digits, "-", "_" and ".".</summary>
    [Required]
    public string Name { get; init; } = string.Empty;

    /// <summary>The key, with at least 16 characters; never shown.</summary>
    [Required]
    [Secret]
    public string Key { get; init; } = string.Empty;
}
