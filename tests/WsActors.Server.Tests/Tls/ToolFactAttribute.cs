using System.Runtime.CompilerServices;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Tls;

/// <summary>A test with a program of the system: skipped with the reason where it is missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string program, [CallerMemberName] string test = "") =>
        this.SkipBecause(ClientTools.SkipReason(ClientTools.Missing(program)), test);
}

/// <summary>The same for a test with several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolTheoryAttribute : TheoryAttribute
{
    public ToolTheoryAttribute(string program, [CallerMemberName] string test = "") =>
        this.SkipBecause(ClientTools.SkipReason(ClientTools.Missing(program)), test);
}
