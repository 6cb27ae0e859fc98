using System.Collections;
using System.Net;
using System.Reflection;
using WsActors.Actors.Settings;

namespace WsActors.AspNetCore.Options;

/// <summary>Lists settings one by one, with the keys under which they are configured.</summary>
internal static class SettingValues
{
    /// <summary>Lists all effective settings, entries of lists included.</summary>
    public static IReadOnlyList<SettingValue> Of(ServerConfiguration configuration) =>
    [
        .. OfRecord($"{ServerConfiguration.Root}:Push", configuration.Server.Push),
        .. OfRecord($"{ServerConfiguration.Root}:Topics", configuration.Server.Topics),
        .. OfRecord($"{ServerConfiguration.Root}:Storage", configuration.Server.Storage),
        .. OfRecord($"{ServerConfiguration.Root}:Drain", configuration.Server.Drain),
        .. OfRecord($"{ServerConfiguration.Root}:Tls", configuration.Tls),
        .. OfRecord($"{ServerConfiguration.Root}:Tokens", configuration.Tokens),
        .. OfRecord($"{ServerConfiguration.Root}:Admin", configuration.Admin),
        .. OfRecord($"{ServerConfiguration.Root}:Webhooks", configuration.Webhooks),
        .. OfRecord($"{ServerConfiguration.Root}:Cluster", configuration.Cluster),
        .. OfRecord($"{ServerConfiguration.Root}:FaultInjection", configuration.Server.FaultInjection),
        .. OfRecord($"{ServerConfiguration.Root}:Telemetry", configuration.Telemetry),
    ];

    /// <summary>Lists the keys of all settings; in lists, the first entry stands for all.</summary>
    public static IEnumerable<string> Keys() =>
        ServerConfiguration.SectionTypes.SelectMany(section => KeysOf($"{ServerConfiguration.Root}:{section.Key}", section.Value));

    /// <summary>The settings of a record in the order of their declaration.</summary>
    private static IEnumerable<SettingValue> OfRecord(string key, object record) =>
        SettingsOf(record.GetType()).SelectMany(property => OfValue(
            $"{key}:{property.Name}", property.GetValue(record), property.IsDefined(typeof(SecretAttribute))));

    private static IEnumerable<SettingValue> OfValue(string key, object? value, bool isSecret) => value switch
    {
        IEnumerable list and not string => OfList(key, list.Cast<object>().ToArray(), isSecret),
        not null when IsRecord(value.GetType()) => OfRecord(key, value),
        _ => [new SettingValue(key, value, isSecret)],
    };

    private static IEnumerable<SettingValue> OfList(string key, object[] items, bool isSecret) => items.Length == 0
        ? [new SettingValue(key, null, isSecret)]
        : items.SelectMany((item, index) => OfValue($"{key}:{index}", item, isSecret));

    private static IEnumerable<string> KeysOf(string key, Type record) => SettingsOf(record).SelectMany(property =>
    {
        var (name, type) = ($"{key}:{property.Name}", property.PropertyType);
        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type))
            (name, type) = ($"{name}:0", type.GetGenericArguments()[0]);
        return IsRecord(type) ? KeysOf(name, type) : [name];
    });

    private static IEnumerable<PropertyInfo> SettingsOf(Type record) =>
        record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private static bool IsRecord(Type type) => type.IsClass && type != typeof(string) && !type.IsAssignableTo(typeof(IPAddress));
}
