using System.Globalization;

namespace WsActors.Server.Commands.Shared;

/// <summary>Opens standard input, unless the shell has closed it, as in <c>&lt;&amp;-</c>.</summary>
internal static class StandardInput
{
    private const string Description = "/proc/self/fdinfo/0";
    private const string Flags = "flags:";

    // O_CLOEXEC on all of .NET's Linux platforms, in the octal digits in which the kernel shows it.
    private const int CloseOnExec = 0x80000;

    /// <exception cref="UsageException">It is closed.</exception>
    public static Stream Open() => IsClosed()
        ? throw new UsageException("Standard input is closed: give the message as DATA, or connect standard input to a file or a program")
        : Console.OpenStandardInput();

    // If standard input is closed, the first file that the runtime opens gets its number, 0, and a read of that file may never end. The runtime opens its
    // files with O_CLOEXEC, and a file that this program was started with cannot have that flag.
    private static bool IsClosed()
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/proc/self/fdinfo"))
            return false;

        try
        {
            return IsOfThisProcess(File.ReadLines(Description));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return gone is FileNotFoundException;
        }
    }

    /// <summary>True if a description of an open file shows that this process has opened it.</summary>
    internal static bool IsOfThisProcess(IEnumerable<string> description) =>
        description.FirstOrDefault(line => line.StartsWith(Flags, StringComparison.Ordinal)) is { } line
        && (FromOctal(line[Flags.Length..].Trim()) & CloseOnExec) != 0;

    private static int FromOctal(string digits) => digits.Aggregate(0, (value, digit) => (value << 3) | CharUnicodeInfo.GetDecimalDigitValue(digit));
}
