namespace WsActors.Client.Tests;

/// <summary>Waits for something that happens on other threads.</summary>
internal static class Eventually
{
    /// <summary>A bound, not an expectation.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public static Task HoldsAsync(Action check) => HoldsAsync(() =>
    {
        check();
        return Task.CompletedTask;
    });

    /// <summary>Repeats a check until it holds; its last failure is the test's.</summary>
    public static async Task HoldsAsync(Func<Task> check)
    {
        var end = DateTime.UtcNow + Timeout;
        while (true)
        {
            try
            {
                await check();
                return;
            }
            catch (Exception) when (DateTime.UtcNow < end)
            {
                await Task.Delay(10);
            }
        }
    }
}
