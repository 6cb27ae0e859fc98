using System.Net.Http.Headers;
using System.Text;

namespace WsActors.Server.Tests.Clients;

/// <summary>One server for the tests of a class, with what they say to its admin API. Tests keep to topics of their own.</summary>
public sealed class PushServer : IAsyncLifetime
{
    private static readonly HttpClient Http = new();
    private RunningServer? _server;

    public RunningServer Server => _server ?? throw new InvalidOperationException("Not started yet.");

    /// <summary>An address on the push listener, under the name that people type.</summary>
    public Uri Push(string path) => new($"ws://localhost:{Server.PushUri.Port}{path}");

    public Uri Admin(string path) => new($"http://localhost:{Server.AdminUri.Port}{path}");

    public Task PublishJsonAsync(string topic, string json) => PublishAsync(topic, Encoding.UTF8.GetBytes(json), "application/json");

    public Task PublishTextAsync(string topic, string text) => PublishAsync(topic, Encoding.UTF8.GetBytes(text), "text/plain");

    public Task PublishBinaryAsync(string topic, byte[] bytes) => PublishAsync(topic, bytes, "application/octet-stream");

    public async Task DisconnectAsync(string connection)
    {
        using var answer = await Http.DeleteAsync(Admin($"/api/connections/{Uri.EscapeDataString(connection)}"));
        answer.EnsureSuccessStatusCode();
    }

    public async Task InitializeAsync() => _server = await RunningServer.StartAsync("--WsActors:Push:MaxEchoMessageBytes=1048576");

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task PublishAsync(string topic, byte[] body, string mediaType)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        using var answer = await Http.PostAsync(Admin($"/api/topics/{Uri.EscapeDataString(topic)}/messages"), content);
        answer.EnsureSuccessStatusCode();
    }
}
