using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;
using System.Reflection;

namespace WsActors.AspNetCore.Options;

/// <summary>
/// Reads a section into a record, property by property, so that every error names the key, the value and what is allowed. The
/// framework's binder names neither the value nor the range, ignores unknown keys and cannot read an IP address.
/// </summary>
internal static class SectionReader
{
    /// <summary>Returns the record with the values of the section in place of its defaults.</summary>
    public static T Read<T>(IConfigurationSection section)
        where T : class => (T)ReadValue(section, typeof(T));

    /// <summary>Refuses unknown keys, most of which are typing errors.</summary>
    public static void RefuseUnknown(IConfigurationSection section, params IEnumerable<string> known)
    {
        var names = known.ToArray();
        var unknown = section.GetChildren().FirstOrDefault(child => !names.Contains(child.Key, StringComparer.OrdinalIgnoreCase));
        if (unknown is not null)
            throw new InvalidConfigurationException(unknown.Path, unknown.Value, $"there is no such setting; {Hint(section, unknown.Key, names)}");
    }

    private static string Hint(IConfigurationSection section, string unknown, string[] names)
    {
        var all = $"the settings here are {string.Join(", ", names)}";
        return NearestName.Of(unknown, names) is { } nearest ? $"the nearest is {section.Path}:{nearest}; {all}" : all;
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
            return ReadList(WithoutValue(key, "a list is needed: set its entries as {0}:0, {0}:1 and so on"), type.GetGenericArguments()[0]);
        if (type.IsClass && type != typeof(string) && type != typeof(IPAddress))
            return ReadRecord(WithoutValue(key, "this is a section: set the keys below {0}"), type);

        return ValueParser.Parse(key.Path, key.Value ?? string.Empty, type);
    }

    // A value in place of a list or a section, such as an API key, would be ignored silently.
    private static IConfigurationSection WithoutValue(IConfigurationSection key, string needed) => string.IsNullOrEmpty(key.Value)
        ? key
        : throw new InvalidConfigurationException(key.Path, "…", string.Format(CultureInfo.InvariantCulture, needed, key.Path));

    private static Array ReadList(IConfigurationSection key, Type itemType)
    {
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
