using System.Globalization;
using System.Text.Json;
using WsActors.Actors.Access;
using WsActors.Actors.Backend;
using WsActors.AspNetCore.Options;
using WsActors.Protocol.Clients.Json;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Webhooks;

/// <summary>Writes requests and events as CloudEvents. They contain no part of a token.</summary>
internal sealed class WebhookMessages(WebhookOptions options, TimeProvider time)
{
    private readonly Uri? _connect = options.AddressFor(options.ConnectUrl);
    private readonly Uri? _subscribe = options.AddressFor(options.SubscribeUrl);
    private readonly Uri? _publish = options.AddressFor(options.PublishUrl);
    private readonly Uri? _event = options.AddressFor(options.EventUrl);

    /// <summary>True if events have an address.</summary>
    public bool HasEvents => _event is not null;

    public WebhookMessage Connect(ConnectRequest request) => Message(
        WebhookKinds.Connect,
        _connect,
        "wsactors.connect",
        request.Id.ToString(),
        json =>
        {
            json.WriteString("connection"u8, request.Id.ToString());
            json.WriteString("user"u8, request.Identity.User);
            json.WriteString("address"u8, request.Client?.ToString());
            json.WriteString("path"u8, request.Request.Path);
            json.WriteString("origin"u8, request.Request.Origin);
            json.WriteString("topic"u8, request.Route.Topic?.Value);
        });

    public WebhookMessage Ask(AuthorizationRequest request) => request is AuthorizationRequest.Publish publish
        ? Message(
            WebhookKinds.Publish,
            _publish,
            "wsactors.publish",
            request.Topic.Value,
            json =>
            {
                WriteClient(json, request);
                PublicationJson.Write(json, publish.Publication);
            })
        : Message(
            WebhookKinds.Subscribe, _subscribe, "wsactors.subscribe", request.Topic.Value, json => WriteClient(json, request));

    public WebhookMessage Tell(BackendEvent happened) => happened switch
    {
        BackendEvent.Connected connected => Event("wsactors.connected", connected.Connection.ToString(), json =>
        {
            json.WriteString("connection"u8, connected.Connection.ToString());
            json.WriteString("user"u8, connected.User);
            json.WriteString("address"u8, connected.Address?.ToString());
        }),
        BackendEvent.Disconnected disconnected => Event("wsactors.disconnected", disconnected.Connection.ToString(), json =>
        {
            json.WriteString("connection"u8, disconnected.Connection.ToString());
            json.WriteString("user"u8, disconnected.User);
            json.WriteNumber("code"u8, disconnected.Code.Value);
            json.WriteString("reason"u8, disconnected.Code.Name);
            json.WriteNumber("seconds"u8, Math.Round(disconnected.Duration.TotalSeconds, 3));
        }),
        BackendEvent.TopicOccupied occupied => TopicEvent("wsactors.topic.occupied", occupied.Topic),
        BackendEvent.TopicVacated emptied => TopicEvent("wsactors.topic.emptied", emptied.Topic),
        _ => throw new ArgumentException($"no words for {happened.GetType().Name}", nameof(happened)),
    };

    private WebhookMessage TopicEvent(string type, TopicName topic) =>
        Event(type, topic.Value, json => json.WriteString("topic"u8, topic.Value));

    private WebhookMessage Event(string type, string subject, Action<Utf8JsonWriter> writeData) =>
        Message(WebhookKinds.Event, _event, type, subject, writeData);

    private WebhookMessage Message(string kind, Uri? url, string type, string subject, Action<Utf8JsonWriter> writeData)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString("N", CultureInfo.InvariantCulture);
        var happened = new CloudEvent(id, options.Source, type, subject, now);

        // The settings are refused if a decision is configured without an address.
        return new WebhookMessage(kind, url!, id, subject, happened.ToBytes(writeData));
    }

    private static void WriteClient(Utf8JsonWriter json, AuthorizationRequest request)
    {
        json.WriteString("connection"u8, request.Connection.ToString());
        json.WriteString("user"u8, request.User);
        json.WriteString("topic"u8, request.Topic.Value);
    }
}
