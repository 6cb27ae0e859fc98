using System.Text;
using System.Text.Json;
using WsActors.Client.Core;
using WsActors.Client.Transport;

namespace WsActors.Client.Tests.World;

/// <summary>The server's side of one WebSocket.</summary>
internal sealed class FakeSocket(Uri address, string? token, ISocketListener listener) : ISocket
{
    private readonly List<JsonElement> _sent = [];

    public Uri Address => address;

    public string? Token => token;

    /// <summary>True if the client has closed it with 1000.</summary>
    public bool IsClosed { get; private set; }

    public bool IsAbandoned { get; private set; }

    public void Send(ReadOnlyMemory<byte> message) => _sent.Add(JsonElement.Parse(message.Span));

    public void Close() => IsClosed = true;

    public void Abandon() => IsAbandoned = true;

    /// <summary>The requests of a type, or all.</summary>
    public IReadOnlyList<JsonElement> Requests(string? type = null) =>
        [.. _sent.Where(request => type is null || request.GetProperty("type").GetString() == type)];

    public JsonElement Last(string type) => Requests(type) is [.., var last] ? last : throw new InvalidOperationException($"The client has sent no {type}.");

    /// <summary>The topics of the subscriptions in their order, each with its position.</summary>
    public IReadOnlyList<string> Subscribes => [.. Requests("subscribe").Select(request => $"{Topic(request)} {Since(request)}".TrimEnd())];

    public void Say(string json) => listener.OnMessage(Encoding.UTF8.GetBytes(json));

    public void Welcome() => Say(
        """{"type":"welcome","connection":"c1","user":null,"keepAliveSeconds":25,"limits":{"maxMessageBytes":1000,"maxSubscriptions":10}}""");

    public void End(int? code = null, string reason = "") =>
        listener.OnClosed(code is null ? SocketEnd.Broken : new SocketEnd(code, reason));

    /// <summary>Answers the handshake with an HTTP error.</summary>
    public void Refuse(string body, long? retryAfterMs = null) => listener.OnClosed(SocketEnd.OfRefusal(body, retryAfterMs));

    /// <summary>Confirms the latest subscription to a topic.</summary>
    public void Confirm(string topic, string? epoch = null, long? offset = null, bool? recovered = null)
    {
        var request = Requests("subscribe").Last(request => Topic(request) == topic);
        var since = request.TryGetProperty("since", out var at) ? at : (JsonElement?)null;
        epoch ??= since?.GetProperty("epoch").GetString() ?? "e";
        offset ??= since?.GetProperty("offset").GetInt64() ?? 0;
        recovered ??= since is null ? null : true;
        var ending = recovered is { } value ? $",\"recovered\":{(value ? "true" : "false")}" : "";
        Say($$"""{"type":"subscribed","id":{{Id(request)}},"topic":"{{topic}}","epoch":"{{epoch}}","offset":{{offset}}{{ending}}}""");
    }

    public void Message(string topic, long offset, string? data = null) =>
        Say($$"""{"type":"message","topic":"{{topic}}","offset":{{offset}},"data":{{data ?? $"{offset}"}}}""");

    public void Gap(string topic, long from, long to, string reason) =>
        Say($$"""{"type":"gap","topic":"{{topic}}","from":{{from}},"to":{{to}},"reason":"{{reason}}"}""");

    public void Refuse(JsonElement request, string code) =>
        Say($$"""{"type":"error","id":{{Id(request)}},"code":"{{code}}","message":"no"}""");

    public static long Id(JsonElement request) => request.GetProperty("id").GetInt64();

    private static string Topic(JsonElement request) => request.GetProperty("topic").GetString()!;

    private static string Since(JsonElement request) =>
        request.TryGetProperty("since", out var since) ? $"{since.GetProperty("epoch")}-{since.GetProperty("offset")}" : "";
}
