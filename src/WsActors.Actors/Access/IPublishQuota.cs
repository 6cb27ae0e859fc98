namespace WsActors.Actors.Access;

/// <summary>Limits the publications of each API key, over HTTP and over WebSockets together. Safe on any thread.</summary>
public interface IPublishQuota
{
    /// <summary>The sustained rate per second and key, for texts; 0 if there is no limit.</summary>
    int PerSecond { get; }

    /// <summary>Takes publications from the allowance of a key; takes nothing if it does not have so many.</summary>
    /// <param name="apiKey">The key's number, from 1; 0 for requests that need no key.</param>
    /// <param name="count">The number of publications.</param>
    /// <param name="wait">The time until there will be so many; zero if they were taken.</param>
    bool TryTake(int apiKey, int count, out TimeSpan wait);
}
