using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace WsActors.LoadTest.Network;

/// <summary>Waits for many sockets at once (epoll, level-triggered), and can be woken by another thread.</summary>
internal sealed class Poller : IDisposable
{
    public const uint Readable = 0x001;
    public const uint Writable = 0x004;
    public const uint Failed = 0x008 | 0x010;

    private const int MaxEvents = 512;
    private const int WakeUp = -1;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = DataOffset + 8;

    private readonly int _epoll = Checked(LinuxCalls.EpollCreate(LinuxCalls.EpollCloseOnExec));
    private readonly int _wake = Checked(LinuxCalls.EventDescriptor(0, LinuxCalls.EventNonBlocking));
    private readonly byte[] _events = new byte[MaxEvents * EventSize];

    public Poller() => Control(LinuxCalls.EpollAdd, _wake, WakeUp, Readable);

    /// <param name="socket">Closing it takes it out again.</param>
    /// <param name="id">Told with its events.</param>
    /// <param name="interest">What to wait for.</param>
    public void Add(ClientSocket socket, int id, uint interest) => Control(LinuxCalls.EpollAdd, socket.Descriptor, id, interest);

    public void Modify(ClientSocket socket, int id, uint interest) => Control(LinuxCalls.EpollModify, socket.Descriptor, id, interest);

    /// <summary>Takes out a socket that stays open.</summary>
    public void Remove(ClientSocket socket) => Control(LinuxCalls.EpollDelete, socket.Descriptor, 0, 0);

    /// <returns>How many events there are: read them with <see cref="Event"/>.</returns>
    public int Wait(int milliseconds) => Math.Max(0, LinuxCalls.EpollWait(_epoll, _events, MaxEvents, milliseconds));

    /// <returns>False: it was a wake-up.</returns>
    public bool Event(int index, out int id, out uint what)
    {
        var entry = _events.AsSpan(index * EventSize, EventSize);
        what = BinaryPrimitives.ReadUInt32LittleEndian(entry);
        id = BinaryPrimitives.ReadInt32LittleEndian(entry[DataOffset..]);
        if (id != WakeUp)
            return true;

        Span<byte> count = stackalloc byte[8];
        _ = LinuxCalls.Read(_wake, count, count.Length);
        return false;
    }

    /// <summary>Ends the current or the next wait. Safe on any thread.</summary>
    public void Wake()
    {
        Span<byte> one = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(one, 1);
        _ = LinuxCalls.Write(_wake, one, one.Length);
    }

    public void Dispose()
    {
        _ = LinuxCalls.Close(_epoll);
        _ = LinuxCalls.Close(_wake);
    }

    private void Control(int operation, int descriptor, int id, uint interest)
    {
        Span<byte> epollEvent = stackalloc byte[EventSize];
        epollEvent.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(epollEvent, interest);
        BinaryPrimitives.WriteInt32LittleEndian(epollEvent[DataOffset..], id);
        Checked(LinuxCalls.EpollControl(_epoll, operation, descriptor, epollEvent));
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());
}
