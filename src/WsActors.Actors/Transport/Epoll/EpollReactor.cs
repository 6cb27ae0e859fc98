using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace WsActors.Actors.Transport.Epoll;

/// <summary>
/// A thread that waits for many descriptors and tells their sinks. Registering, changing and closing need no word to it:
/// the kernel lets any thread do that while another waits, and a closed descriptor leaves the set by itself.
/// </summary>
/// <remarks>As the runtime's own socket engines, reactors live as long as the process; so nothing has to wake them up.</remarks>
internal sealed class EpollReactor
{
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Modify = 3;
    private const int MaxEvents = 512;
    private const int Forever = -1;

    // Telling an actor costs less than a microsecond: one thread serves what eight cores make of it.
    private const int CoresEach = 8;

    private static readonly DescriptorTable Table = new();
    private static readonly EpollReactor[] Reactors = StartAll((Environment.ProcessorCount + CoresEach - 1) / CoresEach);

    private readonly int _epoll = LinuxCalls.EpollCreate(CloseOnExec);

    private EpollReactor()
    {
        if (_epoll < 0)
            throw new SocketException((int)Errno.ToSocketError(Errno.Last), "epoll_create1 failed");
    }

    /// <summary>Whether there is epoll here, with the numbers and the layout that are written down in this folder.</summary>
    public static bool IsSupported =>
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    public static uint NextGeneration() => Table.NextGeneration();

    /// <summary>Reports begin, with what is the case already. Called once for each sink.</summary>
    public static SocketError Watch(IReadinessSink sink, Readiness interest)
    {
        Table.Put(sink);
        return Of(sink.Descriptor).Control(Add, sink, interest);
    }

    /// <summary>Asks for something else, and anew: what is the case already is reported again.</summary>
    public static SocketError WatchAgain(IReadinessSink sink, Readiness interest) =>
        Of(sink.Descriptor).Control(Modify, sink, interest);

    /// <summary>Reports end. Called before the descriptor is closed; closing it is what takes it out of the kernel's set.</summary>
    public static void Forget(IReadinessSink sink) => Table.Remove(sink);

    /// <summary>Passes a report on to whom it is about, if that one is still there.</summary>
    public static void Report(int descriptor, uint generation, Readiness what) =>
        Table.Find(descriptor, generation)?.OnReady(what);

    private static EpollReactor[] StartAll(int count)
    {
        var reactors = new EpollReactor[count];
        for (var i = 0; i < count; i++)
        {
            var reactor = reactors[i] = new EpollReactor();
            new Thread(reactor.Run) { IsBackground = true, Name = $"epoll {i}" }.UnsafeStart();
        }

        return reactors;
    }

    // Always the same one: nothing about one descriptor is reported on two threads.
    private static EpollReactor Of(int descriptor) => Reactors[descriptor % Reactors.Length];

    private SocketError Control(int operation, IReadinessSink sink, Readiness interest)
    {
        Span<byte> wanted = stackalloc byte[EventBuffer.MaxEventBytes];
        EventBuffer.Write(wanted, interest, sink.Descriptor, sink.Generation);
        return LinuxCalls.EpollControl(_epoll, operation, sink.Descriptor, wanted) == 0
            ? SocketError.Success
            : Errno.ToSocketError(Errno.Last);
    }

    private void Run()
    {
        // Pinned by birth: the collector must not have to work around an array that the kernel may fill at any time.
        Span<byte> events = GC.AllocateArray<byte>(MaxEvents * EventBuffer.EventBytes, pinned: true);
        while (true)
        {
            // Fewer than none is an interruption: the collector stops threads with signals.
            var count = LinuxCalls.EpollWait(_epoll, events, MaxEvents, Forever);
            for (var i = 0; i < count; i++)
            {
                var what = EventBuffer.Read(events[(i * EventBuffer.EventBytes)..], out var descriptor, out var generation);
                Report(descriptor, generation, what);
            }
        }
    }
}
