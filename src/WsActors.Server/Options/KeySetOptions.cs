using System.ComponentModel.DataAnnotations;

namespace WsActors.Server.Options;

/// <summary>JSON Web Key Sets (RFC 7517 §5): where an identity provider publishes its keys, so that it may change them.</summary>
public sealed record KeySetOptions
{
    /// <summary>Where they are; https, or http on this machine.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Whether plain http may be used beyond this machine: whoever is in between could then put in keys of its own.</summary>
    public bool AllowPlainHttp { get; init; }

    /// <summary>How often they are fetched anew.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a token with an unknown key may have them fetched besides: whoever makes up keys causes no more than this.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan UnknownKeyInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one fetch may take; the last good keys stay when it fails.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of one set.</summary>
    [Range(256, 16 * 1024 * 1024)]
    public int MaxBytes { get; init; } = 64 * 1024;
}
