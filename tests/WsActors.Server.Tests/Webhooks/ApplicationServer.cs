using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WsActors.Server.Tests.Webhooks;

/// <summary>A real application on a port of its own: it records what it is posted and answers as the test says.</summary>
internal sealed class ApplicationServer : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions AsDeepAsPublished = new() { MaxDepth = 1000 };

    private readonly WebApplication _app;
    private readonly Channel<Post> _posts = Channel.CreateUnbounded<Post>();
    private volatile Func<HttpContext, Post, Task> _answer = (_, _) => Task.CompletedTask;

    private ApplicationServer(WebApplication app) => _app = app;

    /// <summary>One request: its headers, its body as it came, and the CloudEvent that it holds.</summary>
    internal sealed record Post(IHeaderDictionary Headers, string Body, JsonElement Event)
    {
        public string Type => Event.GetProperty("type").GetString()!;

        public JsonElement Data => Event.GetProperty("data");
    }

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/hook";

    /// <summary>The settings with which a server asks and tells this application.</summary>
    public string[] Settings => [$"--WsActors:Webhooks:Url={Url}", $"--WsActors:Webhooks:Secrets:0={Secret}"];

    /// <summary>Answers every request with 200 by default.</summary>
    public static async Task<ApplicationServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new ApplicationServer(builder.Build());
        server._app.Run(server.OnPostAsync);
        await server._app.StartAsync();
        return server;
    }

    public void Answers(Func<HttpContext, Post, Task> answer) => _answer = answer;

    public void Answers(int status, string body = "") => _answer = async (context, _) =>
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
    };

    /// <summary>Requests that no test has looked at.</summary>
    public int Waiting => _posts.Reader.Count;

    /// <summary>The next request of a type, or of any; what came before it is forgotten.</summary>
    public async Task<Post> NextAsync(string? type)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        while (true)
        {
            var post = await _posts.Reader.ReadAsync(timeout.Token);
            if (type is null || post.Type == type)
                return post;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Whoever hangs is not waited for.
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task OnPostAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var post = new Post(new HeaderDictionary(context.Request.Headers.ToDictionary()), body, JsonSerializer.Deserialize<JsonElement>(body, AsDeepAsPublished));
        await _posts.Writer.WriteAsync(post);
        await _answer(context, post);
    }
}
