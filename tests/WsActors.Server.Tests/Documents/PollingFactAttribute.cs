using System.Runtime.CompilerServices;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Documents;

/// <summary>A test of loadtest/polling.sh: skipped with the reason where Node.js or Python is missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PollingFactAttribute : FactAttribute
{
    public PollingFactAttribute([CallerMemberName] string test = "") =>
        this.SkipBecause(ClientTools.SkipReason(ClientTools.Missing("node") ?? ClientTools.Missing("python3")), test);
}
