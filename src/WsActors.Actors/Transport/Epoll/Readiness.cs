namespace WsActors.Actors.Transport.Epoll;

/// <summary>The flags that epoll takes and reports, with the numbers of sys/epoll.h.</summary>
[Flags]
internal enum Readiness : uint
{
    None = 0,

    /// <summary>EPOLLIN.</summary>
    Readable = 0x001,

    /// <summary>EPOLLOUT.</summary>
    Writable = 0x004,

    /// <summary>EPOLLERR, EPOLLHUP: reported whether asked for or not.</summary>
    Broken = 0x008 | 0x010,

    /// <summary>EPOLLRDHUP: the peer has ended its side.</summary>
    PeerEnded = 0x2000,

    /// <summary>EPOLLONESHOT: one report, then none until asked again.</summary>
    Once = 1u << 30,

    /// <summary>EPOLLET: reports a change, not a state.</summary>
    Edges = 1u << 31,
}
