using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Google.Protobuf;
using WsActors.Testing;

namespace WsActors.Server.Tests.Tracing;

/// <summary>An OpenTelemetry collector on loopback, over HTTP with protobuf, that keeps what it gets.</summary>
internal sealed class OtlpCollector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly ConcurrentQueue<string> _metrics = new();

    public OtlpCollector()
    {
        Address = $"http://127.0.0.1:{FreePorts.One()}";
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address { get; }

    /// <summary>The program that starts a server which exports to it soon after something happens.</summary>
    public static string[] Soon => ["env", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "OTEL_BSP_SCHEDULE_DELAY=50", "OTEL_METRIC_EXPORT_INTERVAL=200"];

    public IReadOnlyList<OtlpSpan> Spans => [.. _spans];

    /// <summary>True if an export of metrics has named this one.</summary>
    public bool HasMetric(string name) => _metrics.Any(request => request.Contains(name, StringComparison.Ordinal));

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                await TakeAsync(await _listener.GetContextAsync());
        }
        catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // It is disposed.
        }
    }

    private async Task TakeAsync(HttpListenerContext context)
    {
        var body = await ByteString.FromStreamAsync(context.Request.InputStream);
        if (context.Request.Url!.AbsolutePath == "/v1/traces")
        {
            foreach (var span in OtlpSpan.ReadAll(body))
                _spans.Enqueue(span);
        }
        else if (context.Request.Url.AbsolutePath == "/v1/metrics")
        {
            _metrics.Enqueue(Encoding.Latin1.GetString(body.Span));
        }

        context.Response.Close();
    }
}
