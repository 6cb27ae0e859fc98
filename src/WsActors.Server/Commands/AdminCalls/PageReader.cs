using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace WsActors.Server.Commands.AdminCalls;

/// <summary>Reads a list of the admin API page by page.</summary>
internal static class PageReader
{
    // The admin API returns at most 1,000 entries per page.
    private const int PageSize = 1000;

    /// <param name="api">The API.</param>
    /// <param name="path">The path of the list.</param>
    /// <param name="filters">The parameters that filter it; those without a value are left out.</param>
    /// <param name="list">The property that holds the entries.</param>
    /// <param name="limit">The largest number of entries to return; null for all.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async IAsyncEnumerable<JsonElement> ReadAsync(
        AdminApi api,
        string path,
        IReadOnlyList<(string Name, string? Value)> filters,
        string list,
        int? limit,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var left = limit ?? int.MaxValue;
        string? cursor = null;
        do
        {
            var query = AdminApi.Query([.. filters, ("limit", Math.Min(left, PageSize).ToString(CultureInfo.InvariantCulture)), ("cursor", cursor)]);
            var page = await api.GetAsync($"{path}{query}", cancellation);
            foreach (var entry in page.GetProperty(list).EnumerateArray())
                yield return entry;

            left -= page.GetProperty(list).GetArrayLength();
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null && left > 0);
    }
}
