using System.Reflection;
using WsActors.Protocol.Topics;

namespace WsActors.ArchitectureTests;

/// <summary>Judges whether a type means the same on every node: only values, all the way down.</summary>
internal static class WireRule
{
    // A publication counts as a value: it is format, payload, key and an excluded connection, and never changes. It has no equality of its own,
    // because nobody compares two of them.
    private static readonly HashSet<Type> Values =
        [typeof(string), typeof(DateTimeOffset), typeof(Guid), typeof(ReadOnlyMemory<byte>), typeof(Publication)];

    /// <summary>Each violation as the path to the field and the reason; none if the message may cross.</summary>
    public static IReadOnlyList<string> ViolationsOf(Type message) => [.. Judge(message, message.Name, [])];

    private static IEnumerable<string> Judge(Type type, string path, HashSet<Type> above)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsPrimitive || type.IsEnum || Values.Contains(type) || !above.Add(type))
            return [];
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return Judge(type.GetGenericArguments()[0], $"{path}[]", above);
        if (FaultOf(type) is { } fault)
            return [$"{path}: {type.Name} {fault}"];

        return FieldsOf(type).SelectMany(field => field.IsInitOnly
            ? Judge(field.FieldType, $"{path}.{NameOf(field)}", above)
            : [$"{path}.{NameOf(field)} can be set again"]);
    }

    private static string? FaultOf(Type type)
    {
        if (type == typeof(TimeSpan))
            return "may be a time since this node's start: send an instant in UTC or a number of milliseconds";
        if (type.Assembly.GetName().Name?.StartsWith("WsActors", StringComparison.Ordinal) != true)
            return "is not a value that every node knows";
        if (!type.IsSealed)
            return "is not sealed, so anything may be behind it";

        return typeof(IEquatable<>).MakeGenericType(type).IsAssignableFrom(type) ? null : "compares by reference";
    }

    private static IEnumerable<FieldInfo> FieldsOf(Type? type)
    {
        for (; type is not null && type != typeof(object) && type != typeof(ValueType); type = type.BaseType)
        {
            foreach (var field in type.GetFields(Members.Instance | BindingFlags.DeclaredOnly))
                yield return field;
        }
    }

    // "<Topic>k__BackingField" is the property Topic.
    private static string NameOf(FieldInfo field) => field.Name.Split('<', '>') is [_, var property, ..] ? property : field.Name;
}
