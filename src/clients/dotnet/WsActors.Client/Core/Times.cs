namespace WsActors.Client.Core;

/// <summary>The fixed times of docs/client-rules.md, in milliseconds.</summary>
internal static class Times
{
    /// <summary>Rule 2.</summary>
    public const long Attempt = 10_000;

    /// <summary>Rule 6.</summary>
    public const long Stable = 10_000;

    /// <summary>Rule 13: on top of the keep-alive interval.</summary>
    public const long Silence = 10_000;

    /// <summary>Rules 13 and 14.</summary>
    public const long Probe = 5_000;

    /// <summary>Rule 29.</summary>
    public const long RefreshPause = 1_000;

    /// <summary>Rule 37.</summary>
    public const long StreamBackOff = 300_000;

    /// <summary>Rule 40: for a server that has not been met.</summary>
    public const long UnknownKeepAlive = 60_000;

    /// <summary>Timers of silence are set anew at most this often, since messages may come faster than that is worth.</summary>
    public const long Rearm = 1_000;
}
