namespace WsActors.Fuzz;

/// <summary>
/// The side of this program that AFL++ starts. SharpFuzz speaks AFL's fork server protocol, and runs the target in a child
/// of its own that outlives all inputs but those that hang: AFL++ kills it then, and it is started again.
/// </summary>
internal static class UnderAfl
{
    public const string Argument = "--under-afl";

    public static int Run(string target)
    {
        var feed = FuzzTargets.Named(target);
        var buffer = new byte[1024 * 1024];
        SharpFuzz.Fuzzer.OutOfProcess.Run(stream => feed(buffer.AsSpan(0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false))));
        return 0;
    }
}
