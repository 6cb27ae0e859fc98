using System.Diagnostics.CodeAnalysis;

namespace WsActors.Server.Admin;

/// <summary>A request header that holds one key, and may be absent.</summary>
internal static class KeyHeader
{
    /// <summary>Reads the header: null where it is absent, a problem where it is not one good key.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="name">The header.</param>
    /// <param name="faultOf">What is wrong with a key; null for a good one.</param>
    /// <param name="code">The problem's code.</param>
    /// <param name="key">The key.</param>
    /// <param name="problem">The answer to a bad one.</param>
    public static bool TryRead(
        IHeaderDictionary headers,
        string name,
        Func<string?, string?> faultOf,
        string code,
        out string? key,
        [NotNullWhen(false)] out IResult? problem)
    {
        var values = headers[name];
        key = values.Count == 1 ? values[0] : null;
        var fault = values.Count == 0 ? null : faultOf(key);
        problem = fault is null ? null : Problems.BadRequest(code, fault);
        return problem is null;
    }
}
