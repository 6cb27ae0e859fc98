using System.Diagnostics.CodeAnalysis;

namespace WsActors.AspNetCore.Admin;

/// <summary>Reads a request header that holds one key and may be absent.</summary>
internal static class KeyHeader
{
    /// <summary>Reads the header. The key is null if it is absent; anything but one valid key is a problem.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="name">The header.</param>
    /// <param name="faultOf">Returns the fault of a key; null for a valid one.</param>
    /// <param name="code">The problem's code.</param>
    /// <param name="key">The key.</param>
    /// <param name="problem">The response to an invalid key.</param>
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
