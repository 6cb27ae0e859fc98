using System.Globalization;
using System.Net;
using WsActors.Protocol.Proxies;

namespace WsActors.AspNetCore.Options;

/// <summary>Parses the text of a setting into its type.</summary>
internal static class ValueParser
{
    public static object Parse(string key, string text, Type type)
    {
        if (type == typeof(string))
            return text;
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new InvalidConfigurationException(key, text, "a whole number is needed");
        if (type == typeof(long))
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large)
                ? large
                : throw new InvalidConfigurationException(key, text, "a whole number is needed");
        if (type == typeof(double))
            return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share)
                ? share
                : throw new InvalidConfigurationException(key, text, "a number is needed, as in 0.01");
        if (type == typeof(bool))
            return bool.TryParse(text, out var flag)
                ? flag
                : throw new InvalidConfigurationException(key, text, "true or false is needed");
        if (type == typeof(TimeSpan))
            // "25" alone would be 25 days.
            return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time)
                ? time
                : throw new InvalidConfigurationException(key, text, "a time is needed, as in 00:00:25 for 25 seconds");
        if (type == typeof(IPAddress))
            return IPAddress.TryParse(text, out var address)
                ? address
                : throw new InvalidConfigurationException(key, text, "an IP address is needed, as in 127.0.0.1, 0.0.0.0 or ::");
        if (type == typeof(IPNetwork))
            return TrustedNetworks.TryParse(text, out var network, out var fault)
                ? network
                : throw new InvalidConfigurationException(key, text, fault);
        if (type.IsEnum)
            return Enum.TryParse(type, text, ignoreCase: true, out var value) && Enum.IsDefined(type, value)
                ? value
                : throw new InvalidConfigurationException(key, text, $"one of {string.Join(", ", Enum.GetNames(type))} is needed");

        throw new NotSupportedException($"settings of type {type} are not read");
    }
}
