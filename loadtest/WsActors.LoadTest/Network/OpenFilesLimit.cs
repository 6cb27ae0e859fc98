using WsActors.LoadTest.Scenarios;

namespace WsActors.LoadTest.Network;

/// <summary>How many descriptors this process may hold.</summary>
internal static class OpenFilesLimit
{
    // The runtime's own files, the publisher's connections, epoll.
    private const int Reserve = 200;

    /// <summary>Raises the soft limit to the hard one if the connections need it.</summary>
    /// <exception cref="UsageException">The hard limit is too low.</exception>
    public static void Ensure(int connections)
    {
        Span<ulong> limit = stackalloc ulong[2];
        if (LinuxCalls.GetLimit(LinuxCalls.OpenFiles, limit) != 0)
            return;

        var needed = (ulong)connections + Reserve;
        if (limit[1] < needed)
            throw new UsageException(
                $"{connections} connections need {needed} open files, and this process may have {limit[1]}: raise the hard limit (ulimit -Hn) or lower --connections");

        if (limit[0] >= needed)
            return;

        limit[0] = limit[1];
        if (LinuxCalls.SetLimit(LinuxCalls.OpenFiles, limit) != 0)
            throw new UsageException($"the limit of open files cannot be raised to {limit[1]}: raise it before (ulimit -n {limit[1]})");
    }
}
