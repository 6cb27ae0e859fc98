namespace WsActors.AspNetCore.Options;

/// <summary>
/// Divides the files that the process may open among the listeners and webhooks; each connection is one file. The runtime ends the
/// process if it needs memory while no file can be opened, so the shares together never exceed the limit.
/// </summary>
/// <param name="Connections">Push connections at once.</param>
/// <param name="AdminConnections">Connections of the admin listener at once.</param>
/// <param name="Decisions">Decision requests to the application at once.</param>
internal sealed record OpenFilesPlan(int Connections, int AdminConnections, int Decisions)
{
    /// <summary>The smallest limit with which the server starts.</summary>
    public const int Fewest = 640;

    // About 350 for the runtime and its assemblies, others for files and timers, and sockets that are accepted but not admitted yet.
    private const int Fixed = 400 + 128;

    // Push connections that are being refused, and admin connections.
    private const int Refused = 200;
    private const int AdminRefused = 16;

    // A request that timed out may still hold its connection while the next one opens another.
    private const int FilesPerDecision = 2;

    private const int FewestAdminConnections = 8;

    /// <summary>Returns the wanted plan, or the largest one that fits the limit.</summary>
    /// <param name="limit">Files that the process may open, <see cref="Fewest"/> or more.</param>
    /// <param name="wanted">The configured values.</param>
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

    /// <exception cref="InvalidConfigurationException">The limit is too small for the server to run.</exception>
    public static void Require(int? limit)
    {
        if (limit < Fewest)
            throw new InvalidConfigurationException(
                $"This process may open {limit} files, and the server needs {Fewest} or more: raise the limit (LimitNOFILE=, ulimit -n)");
    }
}
