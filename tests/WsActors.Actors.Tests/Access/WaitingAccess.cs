using System.Collections.Concurrent;
using WsActors.Actors.Access;

namespace WsActors.Actors.Tests.Access;

/// <summary>Lets every client wait until the test has decided.</summary>
internal sealed class WaitingAccess : IAccess
{
    private readonly BlockingCollection<Admission> _waiting = [];

    private readonly BlockingCollection<Renewal> _renewals = [];

    public void Renew(Renewal renewal) => _renewals.Add(renewal);

    public void Decide(Admission admission) => _waiting.Add(admission);

    public Admission Next() => Next(_waiting);

    public Renewal NextRenewal() => Next(_renewals);

    private static T Next<T>(BlockingCollection<T> waiting) => waiting.TryTake(out var next, TimeSpan.FromSeconds(10))
        ? next
        : throw new TimeoutException("nobody came to the door");
}
