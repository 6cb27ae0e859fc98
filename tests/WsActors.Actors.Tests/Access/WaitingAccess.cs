using System.Collections.Concurrent;
using WsActors.Actors.Access;

namespace WsActors.Actors.Tests.Access;

/// <summary>Lets every client wait until the test has decided.</summary>
internal sealed class WaitingAccess : IAccess
{
    private readonly BlockingCollection<ConnectRequest> _waiting = [];

    private readonly BlockingCollection<RefreshRequest> _refreshes = [];

    public IPublishQuota Quota { get; set; } = UnlimitedQuota.Instance;

    public void Refresh(RefreshRequest refresh) => _refreshes.Add(refresh);

    public void Decide(ConnectRequest request) => _waiting.Add(request);

    public ConnectRequest Next() => Next(_waiting);

    public RefreshRequest NextRefresh() => Next(_refreshes);

    private static T Next<T>(BlockingCollection<T> waiting) => waiting.TryTake(out var next, TimeSpan.FromSeconds(10))
        ? next
        : throw new TimeoutException("nobody came to the door");
}
