using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Tapping;
using WsActors.AspNetCore.Node;

namespace WsActors.AspNetCore.Admin;

/// <summary>Writes what a tap shows as server-sent events, and ends the tap with the response, however it ends.</summary>
internal sealed class TapStream(PushNode node, Tap tap, TapQuery query, ConnectionMessage.Tapped tapped, TimeProvider time) : IResult
{
    private const string Connection = "connection";

    // Proxies give up on a response after 30 to 60 seconds of silence.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly byte[] Comment = ":\n\n"u8.ToArray();

    // For the last events, if the reader is slow or the node stops.
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(5);

    private long _frames;

    private enum Awaited
    {
        Frames,
        Nothing,
        EndOfConnection,
        EndOfNode,
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var end = new CancellationTokenSource(query.Duration + EndTimeout, time);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, end.Token);
        try
        {
            await StreamAsync(httpContext, reading.Token);
        }
        catch (OperationCanceledException)
        {
            // The reader has left, or does not read.
        }
        finally
        {
            node.EndTap(tap);
        }
    }

    private async Task StreamAsync(HttpContext context, CancellationToken reading)
    {
        var response = context.Response;
        Begin(context);
        await WriteAsync(response, "tap", TapStarted.Of(tapped, time.GetUtcNow()), reading);
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var going = CancellationTokenSource.CreateLinkedTokenSource(reading, stopping);
        var cause = await ShowAsync(response, time.GetTimestamp(), going.Token, reading);
        await WriteSkippedAsync(response, tap.Skipped, reading);
        await WriteAsync(response, "end", TapEnded.Of(cause, _frames, cause == Connection ? tap.End : null), reading);
    }

    private static void Begin(HttpContext context)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";

        // For nginx, which would collect the events.
        context.Response.Headers["X-Accel-Buffering"] = "no";
    }

    // Returns the cause for which the tap ends.
    private async Task<string> ShowAsync(HttpResponse response, long startedAt, CancellationToken going, CancellationToken reading)
    {
        while (true)
        {
            while (tap.TryRead(out var passed))
            {
                await WriteSkippedAsync(response, passed.SkippedBefore, reading);
                await WriteAsync(response, "frame", TapFrame.Of(passed), reading);
                if (++_frames == query.MaxFrames)
                    return "frames";
                if (going.IsCancellationRequested)
                    return "node";
                if (time.GetElapsedTime(startedAt) >= query.Duration)
                    return "seconds";
            }

            var left = query.Duration - time.GetElapsedTime(startedAt);
            if (left <= TimeSpan.Zero)
                return "seconds";

            switch (await WaitAsync(left < KeepAlive ? left : KeepAlive, going, reading))
            {
                case Awaited.Nothing: await response.Body.WriteAsync(Comment, reading); break;
                case Awaited.EndOfConnection: return Connection;
                case Awaited.EndOfNode: return "node";
            }
        }
    }

    private async Task<Awaited> WaitAsync(TimeSpan longest, CancellationToken going, CancellationToken reading)
    {
        using var pause = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(going, pause.Token);
        try
        {
            return await tap.WaitAsync(either.Token) ? Awaited.Frames : Awaited.EndOfConnection;
        }
        catch (OperationCanceledException) when (!reading.IsCancellationRequested)
        {
            return going.IsCancellationRequested ? Awaited.EndOfNode : Awaited.Nothing;
        }
    }

    private static Task WriteSkippedAsync(HttpResponse response, long count, CancellationToken reading) =>
        count == 0 ? Task.CompletedTask : WriteAsync(response, "skipped", new TapSkipped(count), reading);

    private static async Task WriteAsync<T>(HttpResponse response, string name, T data, CancellationToken reading)
    {
        var text = $"event: {name}\ndata: {JsonSerializer.Serialize(data, Json)}\n\n";
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), reading);
        await response.Body.FlushAsync(reading);
    }
}
