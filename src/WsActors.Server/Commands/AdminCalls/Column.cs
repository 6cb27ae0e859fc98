using System.Text.Json;

namespace WsActors.Server.Commands.AdminCalls;

/// <summary>A column of a table.</summary>
/// <param name="Title">The heading.</param>
/// <param name="TextOf">Returns the text of an entry.</param>
/// <param name="IsNumber">True to align the column to the right.</param>
internal sealed record Column(string Title, Func<JsonElement, string> TextOf, bool IsNumber = false)
{
    /// <summary>Makes a column of one property, which is a text or null.</summary>
    public static Column Text(string title, string property) => new(title, entry => entry.GetProperty(property).GetString() ?? "-");

    /// <summary>Makes a column of one property, which is a number.</summary>
    public static Column Number(string title, string property) => new(title, entry => entry.GetProperty(property).GetRawText(), IsNumber: true);
}
