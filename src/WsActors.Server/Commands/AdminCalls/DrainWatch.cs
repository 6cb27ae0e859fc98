using System.Globalization;
using System.Text.Json;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands.AdminCalls;

/// <summary>Prints the progress of a drain or a rebalance until it is over, and aborts it.</summary>
internal sealed class DrainWatch(AdminApi api, CommandOutput output, bool isJson)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Aborts what is under way, and prints how far it got.</summary>
    public static async Task AbortAsync(AdminApi api, CommandOutput output, bool isJson, CancellationToken cancellation)
    {
        var drain = await api.DeleteAsync("/api/node/drain", cancellation);
        await output.WriteLineAsync(isJson
            ? drain.GetRawText()
            : $"Aborted; connections closed: {Number(drain, "closed")}, kept: {Number(drain, "remaining")}");
    }

    /// <param name="untilGone">True if the process stops after the drain.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task RunAsync(bool untilGone, CancellationToken cancellation)
    {
        var isUnderWay = true;
        while (isUnderWay)
        {
            var drain = await ReadAsync(cancellation);
            if (drain is null)
                return;

            await output.WriteLineAsync(isJson ? drain.Value.GetRawText() : TextOf(drain.Value));

            // The drain begins a moment after the answer.
            isUnderWay = untilGone || drain.Value.GetProperty("state").GetString() is "none" or "draining" or "rebalancing";
            if (isUnderWay)
                await Task.Delay(Interval, cancellation);
        }
    }

    // A process that has drained is gone.
    private async Task<JsonElement?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return await api.GetAsync("/api/node/drain", cancellation);
        }
        catch (CommandFailedException) when (!cancellation.IsCancellationRequested)
        {
            await output.WriteLineAsync(isJson ? """{"state":"gone"}""" : "The node has gone");
            return null;
        }
    }

    private static string TextOf(JsonElement drain)
    {
        var text = $"{drain.GetProperty("state").GetString()}: {Number(drain, "closed")} of {Number(drain, "total")} closed, {Number(drain, "cut")} cut, {Number(drain, "remaining")} remain";
        return drain.GetProperty("estimatedEnd") is { ValueKind: JsonValueKind.String } end
            ? string.Create(CultureInfo.InvariantCulture, $"{text}; until about {end.GetDateTimeOffset():HH:mm:ss} UTC")
            : text;
    }

    internal static int Number(JsonElement drain, string name) => drain.GetProperty(name).GetInt32();
}
