namespace WsActors.Server.Options;

/// <summary>
/// Divides the files that the process may open, of which each connection is one. The runtime does not survive a lack of them: it ends
/// the process when it then wants memory. So the listeners and webhooks together never get more than there are.
/// </summary>
/// <param name="Connections">Push connections at once.</param>
/// <param name="AdminConnections">Connections of the admin listener at once.</param>
/// <param name="Decisions">Questions to the application at once.</param>
public sealed record OpenFilesPlan(int Connections, int AdminConnections, int Decisions)
{
    /// <summary>Below this the server does not start.</summary>
    public const int Fewest = 640;

    // The runtime and its assemblies some 350, files and timers; and sockets that are accepted and not admitted yet.
    private const int Fixed = 400 + 128;

    // Push connections that are being refused, and admin connections.
    private const int Refused = 200;
    private const int AdminRefused = 16;

    // A question that timed out may still hold its connection while the next one opens another.
    private const int FilesPerDecision = 2;

    private const int FewestAdminConnections = 8;

    /// <summary>The plan for what is wanted: all of it, or what can be had.</summary>
    /// <param name="limit">Files that the process may open, <see cref="Fewest"/> or more.</param>
    /// <param name="wanted">As it is configured.</param>
    public static OpenFilesPlan For(int limit, OpenFilesPlan wanted)
    {
        var files = limit - Fixed;
        var besides = wanted.AdminConnections + AdminRefused + (FilesPerDecision * wanted.Decisions) + Refused;

        // Half of them are for push connections, unless fewer are wanted.
        var left = Math.Max(files / 2, files - wanted.Connections);
        var share = Math.Min(1, (double)left / besides);
        var admin = Math.Min(wanted.AdminConnections, Math.Max(FewestAdminConnections, (int)(wanted.AdminConnections * share)));
        var decisions = Math.Min(wanted.Decisions, Math.Max(1, (int)(wanted.Decisions * share)));
        var connections = files - admin - AdminRefused - (FilesPerDecision * decisions) - (int)(Refused * share);
        return new OpenFilesPlan(Math.Min(wanted.Connections, connections), admin, decisions);
    }

    /// <exception cref="InvalidConfigurationException">So few files that the server could not run.</exception>
    public static void Require(int? limit)
    {
        if (limit < Fewest)
            throw new InvalidConfigurationException(
                $"This process may open {limit} files, and the server needs {Fewest} or more: raise the limit (LimitNOFILE=, ulimit -n)");
    }
}
