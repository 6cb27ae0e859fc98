using System.Collections.Concurrent;
using WsActors.Actors.Access;

namespace WsActors.Actors.Tests.Access;

/// <summary>Lets every client wait until the test has decided.</summary>
internal sealed class WaitingAccess : IAccess
{
    private readonly BlockingCollection<ConnectRequest> _waiting = [];

    private readonly BlockingCollection<RefreshRequest> _renewals = [];

    public void Renew(RefreshRequest renewal) => _renewals.Add(renewal);

    public void Decide(ConnectRequest admission) => _waiting.Add(admission);

    public ConnectRequest Next() => Next(_waiting);

    public RefreshRequest NextRenewal() => Next(_renewals);

    private static T Next<T>(BlockingCollection<T> waiting) => waiting.TryTake(out var next, TimeSpan.FromSeconds(10))
        ? next
        : throw new TimeoutException("nobody came to the door");
}
