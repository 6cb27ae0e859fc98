using WsActors.AspNetCore.Options;
using WsActors.Server.Options;

namespace WsActors.Server.Hosting;

/// <summary>
/// Reads the settings again on SIGHUP. All parts of the node that can change while it runs take over the new settings, or none does if any
/// setting cannot be used. Settings that need a restart are logged until there is one.
/// </summary>
internal sealed partial class SettingsReload(
    SettingsSources sources,
    IConfiguration configuration,
    ServerConfiguration started,
    IEnumerable<ReloadablePart> parts,
    ProcessSignals signals,
    ILogger<SettingsReload> log)
    : IHostedService
{
    private readonly Lock _lock = new();
    private readonly ReloadablePart[] _parts = [.. parts];

    // Made by the first reload, because a start shall not pay for it.
    private Dictionary<string, SettingValue>? _inForce;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        signals.HungUp += Reload;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        signals.HungUp -= Reload;
        return Task.CompletedTask;
    }

    /// <summary>Reads all sources and applies what can be applied.</summary>
    private void Reload()
    {
        lock (_lock)
        {
            try
            {
                // Apart from the configuration in use, whose subscribers would stumble over a wrong log level.
                using var read = sources.Read();
                var (changed, pending) = Apply(ServerConfiguration.Read(read).Within(OpenFiles.Limit()));
                ((IConfigurationRoot)configuration).Reload();
                var (now, later) = (Names(changed), Names(pending));
                LogReloaded(now);
                if (pending.Count > 0)
                    LogPending(later);
            }
            catch (Exception fault)
            {
                // On the thread of a signal, where any exception would end the process.
                var reason = fault is InvalidDataException ? $"{fault.Message} {fault.GetBaseException().Message}" : fault.Message;
                LogKept(reason);
            }
        }
    }

    /// <summary>Applies what can be applied.</summary>
    /// <param name="next">The settings as they are now.</param>
    /// <returns>The keys of the settings that have changed and are in force, and of those that need a restart.</returns>
    internal (IReadOnlyList<string> Changed, IReadOnlyList<string> Pending) Apply(ServerConfiguration next)
    {
        var values = SettingValues.Of(next).ToDictionary(value => value.Key);
        var inForce = _inForce ??= SettingValues.Of(started).ToDictionary(value => value.Key);
        var different = values.Keys.Union(inForce.Keys)
            .Where(key => !Equals(values.GetValueOrDefault(key), inForce.GetValueOrDefault(key)))
            .ToArray();
        var able = _parts.Where(part => part.CanTake(next)).ToArray();
        var waiting = different.Where(key => !able.Any(part => part.Covers(key))).ToArray();
        var taking = able.Where(part => !waiting.Any(part.WaitsFor)).ToArray();
        Action[] steps = [.. taking.Select(part => part.Prepare(next))];
        foreach (var step in steps)
            step();

        var changed = different.Where(key => taking.Any(part => part.Covers(key))).ToArray();
        foreach (var key in changed)
        {
            if (values.TryGetValue(key, out var value))
                inForce[key] = value;
            else
                inForce.Remove(key);
        }

        return (changed, [.. different.Except(changed)]);
    }

    private static string Names(IReadOnlyCollection<string> keys) => keys.Count == 0 ? "nothing" : string.Join(", ", keys.Order(StringComparer.Ordinal));

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "SIGHUP: settings, certificates and keys were read again; changed: {Keys}")]
    private partial void LogReloaded(string keys);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "SIGHUP: these settings have changed and take effect when the node is restarted: {Keys}")]
    private partial void LogPending(string keys);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "SIGHUP: the settings cannot be used, and those in force stay. Correct them and send SIGHUP again: {Fault}")]
    private partial void LogKept(string fault);
}
