using System.Diagnostics.CodeAnalysis;

namespace WsActors.Protocol.Access;

/// <summary>A claim in a client's credentials, such as "role=editor".</summary>
/// <param name="Name">The claim's name.</param>
/// <param name="Value">Its value, or one of its values.</param>
public sealed record Claim(string Name, string Value)
{
    /// <summary>Accepts "name=value", or returns the fault. The first "=" divides them.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out Claim? claim, [NotNullWhen(false)] out string? fault)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        claim = equals > 0 && equals < text.Length - 1 ? new Claim(text[..equals], text[(equals + 1)..]) : null;
        fault = claim is null ? "a claim and its value are needed, as in role=editor" : null;
        return claim is not null;
    }

    public override string ToString() => $"{Name}={Value}";
}
