using System.Text.Json;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Clients.Json;

/// <summary>A publication as members of a JSON object, the same wherever it stands: to clients and to the application.</summary>
public static class PublicationJson
{
    /// <summary>Writes <c>data</c>: JSON as it is, text as a string, anything else in base64 with <c>encoding</c> behind it.</summary>
    public static void Write(Utf8JsonWriter json, Publication publication)
    {
        var payload = publication.Payload.Span;
        switch (publication.Format)
        {
            case PayloadFormat.Json:
                json.WritePropertyName("data"u8);
                json.WriteRawValue(payload, skipInputValidation: true);
                break;
            case PayloadFormat.Text:
                json.WriteString("data"u8, payload);
                break;
            default:
                json.WriteBase64String("data"u8, payload);
                json.WriteString("encoding"u8, "base64"u8);
                break;
        }
    }
}
