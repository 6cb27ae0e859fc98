using System.Runtime.CompilerServices;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Interop;

/// <summary>A theory with one of the clients: skipped with the reason where it or a proxy is missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InteropTheoryAttribute : TheoryAttribute
{
    public InteropTheoryAttribute(string client, [CallerMemberName] string test = "") =>
        this.SkipBecause(ClientTools.SkipReason(InteropClients.Missing(client)), test);
}
