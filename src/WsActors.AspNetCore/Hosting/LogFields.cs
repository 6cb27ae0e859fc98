using System.Collections;
using System.Globalization;
using Akka.Event;

namespace WsActors.AspNetCore.Hosting;

/// <summary>
/// A log event of an actor as .NET's logging expects it: its text, and its values under the names that they have in the message, which structured logs show as
/// fields of their own.
/// </summary>
internal sealed class LogFields : IReadOnlyList<KeyValuePair<string, object?>>
{
    private const string Template = "{OriginalFormat}";

    private readonly List<KeyValuePair<string, object?>> _fields = [];
    private readonly string _text;

    public LogFields(LogEvent happened)
    {
        _text = happened.Message?.ToString() ?? string.Empty;
        if (happened.TryGetProperties(out var properties) && properties is not null)
            _fields.AddRange(properties.Select(property => new KeyValuePair<string, object?>(property.Key, Shown(property.Value))));
        _fields.Add(new(Template, happened.GetTemplate() ?? _text));
    }

    public int Count => _fields.Count;

    public KeyValuePair<string, object?> this[int index] => _fields[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => _text;

    // Formatters write numbers as numbers; of every other value, they get its text.
    private static object? Shown(object? value) => value is null or bool or int or long or double ? value : Convert.ToString(value, CultureInfo.InvariantCulture);
}
