using System.Text;

namespace WsActors.Client.Transport;

/// <summary>Answers with an error status.</summary>
internal static class Refusals
{
    private const int MaxBodyBytes = 4096;

    /// <summary>Reads the beginning of a body.</summary>
    public static async Task<string> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var bytes = new byte[MaxBodyBytes];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    /// <summary>The milliseconds of <c>Retry-After</c>.</summary>
    public static long? RetryAfterOf(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta is { } delta ? (long)delta.TotalMilliseconds : null;
}
