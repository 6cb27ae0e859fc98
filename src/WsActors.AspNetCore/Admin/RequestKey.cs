namespace WsActors.AspNetCore.Admin;

/// <summary>The API key of a request, known by its number. A host that checks API keys sets it.</summary>
internal static class RequestKey
{
    private const string NumberItem = "ApiKey";

    /// <summary>Notes the key of a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="number">The number of the key, counted from 1.</param>
    public static void Use(HttpContext context, int number) => context.Items[NumberItem] = number;

    /// <summary>Returns the number of the request's key, counted from 1; 0 if no key is required.</summary>
    public static int NumberOf(HttpContext context) => context.Items[NumberItem] as int? ?? 0;
}
