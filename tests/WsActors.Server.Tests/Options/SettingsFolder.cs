namespace WsActors.Server.Tests.Options;

/// <summary>A directory with an <c>appsettings.json</c>.</summary>
internal sealed class SettingsFolder : IDisposable
{
    public SettingsFolder(string json) => File.WriteAllText(System.IO.Path.Combine(Path, "appsettings.json"), json);

    public string Path { get; } = Directory.CreateTempSubdirectory("wsactors-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
