using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using WsActors.Actors.Runtime;
using WsActors.Actors.Runtime.Mailboxes;
using WsActors.Actors.Transport.Epoll;

namespace WsActors.Benchmarks.Floor;

/// <summary>
/// What a delivery costs at least where each connection has an actor: the sends of <c>loadtest/floor</c>, each by the actor of its
/// socket, which does nothing else. No protocol, no outbox, no metrics. The clients are the floor's, in a process of their own.
/// </summary>
internal static class ActorFloor
{
    // What the scenario fan-out sends.
    private const int Bytes = 175;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <param name="sockets">How many actors.</param>
    /// <param name="rounds">Messages to all that are measured; as many come before.</param>
    public static void Measure(int sockets, int rounds)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(sockets);
        using var clients = StartClients(((IPEndPoint)listener.LocalEndPoint!).Port, sockets, 2 * rounds);
        var peers = Enumerable.Range(0, sockets).Select(_ => Accept(listener)).ToArray();

        using var system = ActorSystem.Create("floor", CompactMailbox.Hocon + "\nakka.loglevel = WARNING");
        var topic = system.ActorOf(ActorFactory<Topic>.Props(() => new Topic(peers)));
        Run(topic, clients, rounds);
        var before = Environment.CpuUsage.TotalTime;
        Run(topic, clients, rounds);
        var each = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / sockets / rounds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{sockets} actors, {Bytes} bytes, {rounds} rounds: {each:F2} us of processor time per send"));
    }

    private static Process StartClients(int port, int sockets, int rounds) => Process.Start(
        new ProcessStartInfo("loadtest/floor/run.sh", ["clients", $"{port}", $"{sockets}", $"{Bytes}", $"{rounds}"]) { RedirectStandardOutput = true })!;

    private static Socket Accept(Socket listener)
    {
        if (!listener.Poll(Timeout, SelectMode.SelectRead))
            throw new IOException($"no client connects for {Timeout}: is gcc there, and is this the top folder?");

        var peer = listener.Accept();
        peer.NoDelay = true;
        peer.Blocking = false;
        return peer;
    }

    // The clients say a byte when the last of them has all of a round.
    private static void Run(IActorRef topic, Process clients, int rounds)
    {
        var payload = new byte[Bytes];
        for (var round = 0; round < rounds; round++)
        {
            topic.Tell(payload, ActorRefs.NoSender);
            if (clients.StandardOutput.Read() < 0)
                throw new IOException("the clients have ended");
        }
    }

    private sealed class Topic(Socket[] peers) : UntypedActor
    {
        private IActorRef[] _senders = [];

        protected override void PreStart() => _senders =
            [.. peers.Select(peer => Context.ActorOf(CompactMailbox.Of(ActorFactory<Sending>.Props(() => new Sending(peer)))))];

        protected override void OnReceive(object message)
        {
            foreach (var sender in _senders)
                sender.Tell(message, ActorRefs.NoSender);
        }
    }

    private sealed class Sending(Socket peer) : UntypedActor
    {
        private readonly Descriptor _descriptor = new((int)peer.Handle);

        protected override void OnReceive(object message)
        {
            if (_descriptor.Send((byte[])message, out var error) != Bytes)
                throw new SocketException((int)error);
        }

        protected override void PostStop() => peer.Dispose();
    }
}
