using System.Net.Sockets;
using System.Runtime.InteropServices;
using WsActors.Actors.Runtime.Dispatching;

namespace WsActors.Actors.Transport.Epoll;

/// <summary>
/// A thread that waits for many descriptors, notifies their sinks, and then runs the actors that these have woken
/// (<see cref="ReactorRuns"/>). There is one per core. It need not take part in registering, changing and closing:
/// the kernel allows these on any thread while another one waits, and a closed descriptor leaves the set by itself.
/// </summary>
/// <remarks>Like the runtime's own socket engines, reactors live as long as the process, so nothing has to wake them up.</remarks>
internal sealed class EpollReactor
{
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Modify = 3;

    // Few enough that the actors that they wake have run within their budget, so that the next reports are not late.
    private const int MaxEvents = 128;
    private const int Forever = -1;

    private static readonly DescriptorTable Table = new();
    private static readonly EpollReactor[] Reactors = StartAll(Environment.ProcessorCount);

    private readonly int _epoll = LinuxCalls.EpollCreate(CloseOnExec);

    private EpollReactor()
    {
        if (_epoll < 0)
            throw new SocketException((int)Errno.ToSocketError(Errno.Last), "epoll_create1 failed");
    }

    /// <summary>True if the system has epoll with the numbers and the layout that this folder assumes.</summary>
    public static bool IsSupported =>
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    public static uint NextGeneration() => Table.NextGeneration();

    /// <summary>Starts reports, beginning with the current state. Called once per sink.</summary>
    public static SocketError Watch(IReadinessSink sink, Readiness interest)
    {
        Table.Put(sink);
        return Of(sink.Descriptor).Control(Add, sink, interest);
    }

    /// <summary>Changes what is reported, and reports the current state again.</summary>
    public static SocketError WatchAgain(IReadinessSink sink, Readiness interest) =>
        Of(sink.Descriptor).Control(Modify, sink, interest);

    /// <summary>Ends reports. Called before the descriptor is closed; closing it removes it from the kernel's set.</summary>
    public static void Forget(IReadinessSink sink) => Table.Remove(sink);

    /// <summary>Passes a report on to its sink, if that is still registered.</summary>
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

    // Always the same thread for a descriptor, so its reports never come on two threads.
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
        var runs = ReactorRuns.BeginOnThisThread(TimeProvider.System);

        // Allocated pinned, so that the collector need not work around an array that the kernel may fill at any time.
        Span<byte> events = GC.AllocateArray<byte>(MaxEvents * EventBuffer.EventBytes, pinned: true);
        while (true)
        {
            // A negative number is an interruption: the collector stops threads with signals.
            var count = LinuxCalls.EpollWait(_epoll, events, MaxEvents, Forever);
            for (var i = 0; i < count; i++)
            {
                var what = EventBuffer.Read(events[(i * EventBuffer.EventBytes)..], out var descriptor, out var generation);
                Report(descriptor, generation, what);
            }

            runs.RunAll();
        }
    }
}
