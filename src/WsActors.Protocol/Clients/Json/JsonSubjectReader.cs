using System.Text.Json;
using WsActors.Protocol.Topics;

namespace WsActors.Protocol.Clients.Json;

/// <summary>Finds the topics that a message of <see cref="JsonProtocol"/> names, a command or an event.</summary>
internal static class JsonSubjectReader
{
    // The fields of the message, and those of the messages of a batch.
    private const int OfMessage = 1;
    private const int OfBatched = 3;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = Publication.MaxJsonDepth + OfBatched };

    /// <summary>Reads the beginning of a message. Of one that is cut off, the topics are known if it names its own before the cut.</summary>
    public static MessageSubject Read(ReadOnlySpan<byte> json, bool isWhole)
    {
        var found = default(Found);
        var isRead = false;
        try
        {
            var reader = new Utf8JsonReader(json, isWhole, new JsonReaderState(Options));
            isRead = found.TryRead(ref reader);
        }
        catch (JsonException)
        {
            // No JSON: what it concerns is unknown.
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader throws this for an unpaired surrogate.
        }

        return new MessageSubject
        {
            IsKnown = isRead && (isWhole || found.NamesItsOwn),
            Topics = found.Topics ?? [],
            HasCredentials = found.HasToken,
        };
    }

    private struct Found
    {
        private bool _isInBatch;

        public List<string>? Topics { get; private set; }

        public bool NamesItsOwn { get; private set; }

        public bool HasToken { get; private set; }

        /// <summary>False if the text is no object.</summary>
        public bool TryRead(ref Utf8JsonReader reader)
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;

            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                if (reader.CurrentDepth == OfMessage)
                    TakeField(ref reader);
                else if (reader.CurrentDepth == OfBatched && _isInBatch && reader.ValueTextEquals("topic"u8))
                    TakeTopic(ref reader);
            }

            return true;
        }

        private void TakeField(ref Utf8JsonReader reader)
        {
            _isInBatch = reader.ValueTextEquals("messages"u8);
            if (reader.ValueTextEquals("token"u8))
                HasToken = true;
            else if (reader.ValueTextEquals("topic"u8))
                NamesItsOwn |= TakeTopic(ref reader);
        }

        private bool TakeTopic(ref Utf8JsonReader reader)
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
                return false;

            (Topics ??= []).Add(reader.GetString()!);
            return true;
        }
    }
}
