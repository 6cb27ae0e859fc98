using System.Runtime.CompilerServices;
using WsActors.Server.Tests.Clients;

namespace WsActors.Server.Tests.Storage;

/// <summary>A file system of a few megabytes, in memory.</summary>
internal sealed class SmallDisk(int megabytes) : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("wsactors-").FullName;

    /// <returns>A directory on it.</returns>
    public string Mount()
    {
        ChildProcess.RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "wsactors-test", _path).GetAwaiter().GetResult();
        return Directory.CreateDirectory(Path.Combine(_path, "data")).FullName;
    }

    public void Grow(int megabytes) =>
        ChildProcess.RunAsync("mount", "-o", $"remount,size={megabytes}m", _path).GetAwaiter().GetResult();

    public void Dispose()
    {
        ChildProcess.RunAsync("umount", _path).GetAwaiter().GetResult();
        Directory.Delete(_path, recursive: true);
    }
}

/// <summary>A test that only root can do: skipped for others.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute(string program, [CallerMemberName] string test = "") => this.SkipBecause(
        Environment.IsPrivilegedProcess ? ClientTools.SkipReason(ClientTools.Missing(program)) : "only root can mount a small disk", test);
}
