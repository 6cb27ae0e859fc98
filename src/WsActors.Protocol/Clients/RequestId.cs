using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace WsActors.Protocol.Clients;

/// <summary>The id that a client chose for its request: a JSON number or string, kept as it was written.</summary>
public sealed record RequestId
{
    /// <summary>Characters of the literal, quotation marks included.</summary>
    public const int MaxLength = 64;

    /// <summary>The ids of the first numbers, made when they are first needed: each batch numbers its messages.</summary>
    private static readonly RequestId?[] OfNumbers = new RequestId?[ClientCommand.MaxBatchMessages];

    private RequestId(string json) => Json = json;

    /// <summary>The JSON literal, safe to be written raw.</summary>
    public string Json { get; }

    /// <summary>Accepts one JSON number or string of at most <see cref="MaxLength"/> characters, as it stands in the message.</summary>
    public static bool TryParse(ReadOnlySpan<byte> literal, [NotNullWhen(true)] out RequestId? id)
    {
        id = IsNumberOrString(literal) ? new RequestId(Encoding.UTF8.GetString(literal)) : null;
        if (id?.Json.Length > MaxLength)
            id = null;
        return id is not null;
    }

    /// <summary>The id of a request of our own: a number from 0.</summary>
    public static RequestId Of(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return number < OfNumbers.Length ? OfNumbers[number] ??= Make(number) : Make(number);
    }

    /// <summary>The number of a request of our own; null where the id is none.</summary>
    public int? Number => int.TryParse(Json, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static RequestId Make(int number) => new(number.ToString(CultureInfo.InvariantCulture));

    private static bool IsNumberOrString(ReadOnlySpan<byte> literal)
    {
        if (!Utf8.IsValid(literal))
            return false;

        var reader = new Utf8JsonReader(literal);
        try
        {
            var legal = reader.Read() && reader.TokenType is JsonTokenType.Number or JsonTokenType.String;
            return legal && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
