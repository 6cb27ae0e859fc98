using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace WsActors.AspNetCore.Storage;

/// <summary>
/// Reads the creation time of a file, which no copy and no restored file shares with its original. .NET returns the last change on
/// Linux, so statx(2) is called. The layout of its result is the same on every processor.
/// </summary>
internal static partial class FileBirth
{
    /// <summary>Stands for a creation time that the system or the file system does not provide.</summary>
    public const long Unknown = 0;

    private const int WorkingDirectory = -100;
    private const uint BirthMask = 0x800;
    private const int AnswerLength = 256;
    private const int SecondsAt = 80;
    private const int NanosecondsAt = 88;

    /// <summary>Returns the creation time in nanoseconds since 1970, or <see cref="Unknown"/>.</summary>
    public static long Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return Unknown;

        Span<byte> answer = stackalloc byte[AnswerLength];
        try
        {
            if (StatX(WorkingDirectory, path, 0, BirthMask, answer) != 0 || (BinaryPrimitives.ReadUInt32LittleEndian(answer) & BirthMask) == 0)
                return Unknown;
        }
        catch (EntryPointNotFoundException)
        {
            return Unknown;
        }

        return (BinaryPrimitives.ReadInt64LittleEndian(answer[SecondsAt..]) * 1_000_000_000) + BinaryPrimitives.ReadUInt32LittleEndian(answer[NanosecondsAt..]);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int directory, string path, int flags, uint mask, Span<byte> answer);
}
