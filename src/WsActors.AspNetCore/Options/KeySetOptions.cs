using System.ComponentModel.DataAnnotations;

namespace WsActors.AspNetCore.Options;

/// <summary>Settings of JSON Web Key Sets (RFC 7517 §5), with which an identity provider publishes and rotates its keys.</summary>
internal sealed record KeySetOptions
{
    /// <summary>Addresses of the key sets; https, or http on this machine.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>True to allow plain http beyond this machine, although an attacker on the network could then replace the keys.</summary>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Interval between regular fetches.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Shortest interval between fetches caused by tokens with unknown keys, which bounds what forged tokens can cause.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan UnknownKeyInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time limit of one fetch; if it fails, the previous keys stay in use.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest size of one key set in bytes.</summary>
    [Range(256, 16 * 1024 * 1024)]
    public int MaxBytes { get; init; } = 64 * 1024;
}
