using System.Text;
using System.Text.Json;
using WsActors.Protocol.Access;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Webhooks;

/// <summary>Checks the values that an application gives a client. One that is not valid throws a <see cref="FormatException"/>.</summary>
internal static class IdentityValues
{
    private const int MaxUserBytes = 255;
    private const int MaxNames = 1000;

    public static string User(string? text) =>
        text is { Length: > 0 } user && Encoding.UTF8.GetByteCount(user) <= MaxUserBytes && !user.Any(char.IsControl)
            ? user
            : throw new FormatException($"a user is 1 to {MaxUserBytes} bytes without control characters");

    public static string? Info(JsonElement value) => MemberInfo.TryRead(value, out var info)
        ? info
        : throw new FormatException($"an info is a JSON value of at most {MemberInfo.MaxBytes} bytes");

    public static T[] List<T>(IReadOnlyCollection<string?> texts, Func<string, T> read) =>
        texts.Count <= MaxNames
            ? [.. texts.Select(text => read(text ?? string.Empty))]
            : throw new FormatException($"more than {MaxNames} names");

    public static TopicName Topic(string text) =>
        TopicName.TryParse(text, out var topic, out var fault) ? topic : throw new FormatException(fault);

    public static TopicPattern Pattern(string text) =>
        TopicPattern.TryParse(text, out var pattern, out var fault) ? pattern : throw new FormatException(fault);
}
