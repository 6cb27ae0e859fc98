using System.Runtime.InteropServices;

namespace WsActors.Actors.Transport;

/// <summary>
/// The C library's heap, from which OpenSSL takes its memory. glibc keeps what was freed, in one arena per thread, until malloc_trim is
/// called; other C libraries have no such call, and there nothing is done.
/// </summary>
internal static class NativeHeap
{
    private static readonly TrimCall? Call = Load();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int TrimCall(nint pad);

    /// <summary>Returns unused pages to the kernel, on a thread of the pool.</summary>
    public static void TrimLater()
    {
        if (Call is not null)
            ThreadPool.UnsafeQueueUserWorkItem(static call => call(0), Call, preferLocal: false);
    }

    private static TrimCall? Load() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "malloc_trim", out var trim)
            ? Marshal.GetDelegateForFunctionPointer<TrimCall>(trim)
            : null;
}
