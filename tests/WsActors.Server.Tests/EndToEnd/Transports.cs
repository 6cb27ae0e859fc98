namespace WsActors.Server.Tests.EndToEnd;

/// <summary>What may carry the bytes here. The tests that are near to TCP run over each.</summary>
public static class Transports
{
    public const string Auto = "Auto";
    public const string Socket = "Socket";
    public const string Epoll = "Epoll";

    public static TheoryData<string> All => OperatingSystem.IsLinux() ? new(Socket, Epoll) : new(Socket);

    public static string Setting(string transport) => $"--WsActors:Push:Transport={transport}";
}
