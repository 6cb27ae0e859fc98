using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Reflection;

namespace WsActors.Server.Options;

/// <summary>
/// Reads a section into a record, property by property, so that every fault can name its key, its value and what is
/// allowed. The framework's binder names neither the value nor the range, skips what it does not know, and cannot read
/// an address.
/// </summary>
internal static class SectionReader
{
    /// <summary>The record with the section's values in place of its defaults.</summary>
    public static T Read<T>(IConfigurationSection section)
        where T : class => (T)ReadRecord(section, typeof(T));

    /// <summary>Refuses keys that nobody reads: most of them are typing errors.</summary>
    public static void RefuseUnknown(IConfigurationSection section, params IEnumerable<string> known)
    {
        var names = known.ToArray();
        var unknown = section.GetChildren().FirstOrDefault(child => !names.Contains(child.Key, StringComparer.OrdinalIgnoreCase));
        if (unknown is not null)
            throw new InvalidConfigurationException(
                unknown.Path, unknown.Value, $"there is no such setting; known here are {string.Join(", ", names)}");
    }

    private static object ReadRecord(IConfigurationSection section, Type type)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToArray();
        RefuseUnknown(section, properties.Select(property => property.Name));
        var record = Activator.CreateInstance(type)!;
        foreach (var property in properties)
        {
            var key = section.GetSection(property.Name);
            if (key.Exists())
                property.SetValue(record, ReadValue(key, property.PropertyType));
            Check(key, property, property.GetValue(record));
        }

        return record;
    }

    private static object ReadValue(IConfigurationSection key, Type type)
    {
        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type))
            return ReadList(key, type.GetGenericArguments()[0]);
        if (type.IsClass && type != typeof(string) && type != typeof(IPAddress))
            return ReadRecord(key, type);

        return ValueParser.Parse(key.Path, key.Value ?? string.Empty, type);
    }

    // A single value in a list's place would be a list of nothing: of no API keys, for example, which are never shown.
    private static Array ReadList(IConfigurationSection key, Type itemType)
    {
        if (!string.IsNullOrEmpty(key.Value))
            throw new InvalidConfigurationException(key.Path, "…", $"a list is needed: its first item is {key.Path}:0");

        var items = key.GetChildren().Select(child => ReadValue(child, itemType)).ToArray();
        var list = Array.CreateInstance(itemType, items.Length);
        items.CopyTo(list, 0);
        return list;
    }

    private static void Check(IConfigurationSection key, PropertyInfo property, object? value)
    {
        if (property.GetCustomAttribute<RequiredAttribute>() is not null && value is null or "")
            throw new InvalidConfigurationException(key.Path, value, "a value is needed");
        if (property.GetCustomAttribute<RangeAttribute>() is { } range && !range.IsValid(value))
            throw new InvalidConfigurationException(key.Path, value, $"{range.Minimum} to {range.Maximum} is allowed");
    }
}
