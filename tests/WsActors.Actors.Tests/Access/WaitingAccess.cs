using System.Collections.Concurrent;
using WsActors.Actors.Access;

namespace WsActors.Actors.Tests.Access;

/// <summary>Lets every client wait until the test has decided.</summary>
internal sealed class WaitingAccess : IAccess
{
    private readonly BlockingCollection<Admission> _waiting = [];

    public void Decide(Admission admission) => _waiting.Add(admission);

    public Admission Next() => _waiting.TryTake(out var admission, TimeSpan.FromSeconds(10))
        ? admission
        : throw new TimeoutException("no client came to the door");
}
