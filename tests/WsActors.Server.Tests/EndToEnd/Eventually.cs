using System.Diagnostics;

namespace WsActors.Server.Tests.EndToEnd;

/// <summary>Waits for what another process is about to do: asks until it holds, and fails with the last answer.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task HoldsAsync(Func<Task> assertion)
    {
        var since = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Pause);
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (Stopwatch.GetElapsedTime(since) < Timeout)
            {
                await timer.WaitForNextTickAsync();
            }
        }
    }
}
