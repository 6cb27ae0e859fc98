using System.Buffers;
using System.Text;
using WsActors.Actors.Settings;
using WsActors.Actors.Topics.Messages;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.Routing;
using WsActors.Protocol.Topics;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Protocol.WebSocket.Messages;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>A client protocol whose messages hold several commands.</summary>
public sealed class SeveralCommandsTests : ConnectionActorTest
{
    public SeveralCommandsTests()
    {
        Settings = new PushSettings { CommandsPerSecond = 1, CommandBurst = 4 };
        Rules = [new TopicRule { Match = "*", Publish = Permission.Anyone }];
        Routes = new RouteTable([new LinesRoute()]);
    }

    [Fact]
    public void The_commands_of_one_message_are_executed_in_their_order()
    {
        Open("/lines");
        Transport.ClientSends(ClientFrame.Text("one\ntwo\nthree"));

        Assert.Equal(["one", "two", "three"], [NextPublished(), NextPublished(), NextPublished()]);
    }

    [Fact]
    public void Each_command_of_a_message_counts_for_the_rate()
    {
        Open("/lines");
        Transport.ClientSends(ClientFrame.Text("1\n2\n3\n4\n5"));

        ExpectSent("error rate_limited");
        Assert.Equal(["1", "2", "3", "4"], [NextPublished(), NextPublished(), NextPublished(), NextPublished()]);
    }

    [Fact]
    public void A_command_behind_one_that_ends_the_connection_is_not_executed()
    {
        Settings = new PushSettings { CommandsPerSecond = 0 };
        Open("/lines");
        Transport.ClientSends(ClientFrame.Text("one\n!unknown\nthree"));

        ExpectClose(1008);
        Assert.Equal("one", NextPublished());
        Topics.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void An_echo_behind_another_command_is_executed()
    {
        Open("/lines");
        Transport.ClientSends(ClientFrame.Text("?ping\n?echo\nthree"));

        Assert.Equal("three", NextPublished());
        ExpectSent("\u0081\u0011?ping\n?echo\nthree");
    }

    [Fact]
    public void An_echo_behind_another_command_counts_for_the_rate()
    {
        Settings = new PushSettings { CommandsPerSecond = 1, CommandBurst = 1 };
        Open("/lines");
        Transport.ClientSends(ClientFrame.Text("?ping\n?echo"));

        ExpectSent("error rate_limited");
        Assert.DoesNotContain("?echo", Transport.SentText, StringComparison.Ordinal);
    }

    private string NextPublished() => Encoding.UTF8.GetString(Topics.ExpectMsg<TopicRequest.Publish>().Publication.Payload.Span);

    private sealed class LinesRoute : IClientRoute
    {
        public string Address => "/lines";

        public IClientProtocol Protocol { get; } = new LinesProtocol();

        public bool Serves(string path) => path == Address;

        public ConnectionRoute? Resolve(HandshakeRequest request, out HandshakeRefusal? refusal)
        {
            refusal = null;
            return new ConnectionRoute(Protocol);
        }
    }

    /// <summary>
    /// Each line is published to one topic, except for "?ping" and "?echo"; a line that begins with "!" is an error that the protocol cannot
    /// express.
    /// </summary>
    private sealed class LinesProtocol : IClientProtocol
    {
        public string Name => "lines";

        public ProtocolTraits Traits => ProtocolTraits.ManyTopics;

        public void Read(MessageKind kind, ReadOnlySpan<byte> payload, ref ClientCommands commands)
        {
            foreach (var line in Encoding.UTF8.GetString(payload).Split('\n'))
                commands.Add(CommandOf(line, kind));
        }

        private static ClientCommand CommandOf(string line, MessageKind kind) => line switch
        {
            "?ping" => new ClientCommand.Ping(null),
            "?echo" => new ClientCommand.Echo(kind),
            ['!', ..] => new ClientCommand.Invalid(null, ErrorCode.MalformedCommand, line),
            _ => new ClientCommand.Publish(null, News, Publication.FromBinary(Encoding.UTF8.GetBytes(line))),
        };

        public bool TryWrite(ServerEvent serverEvent, IBufferWriter<byte> output, out MessageKind kind)
        {
            kind = MessageKind.Text;
            var text = serverEvent switch
            {
                ServerEvent.Error { Code: ErrorCode.RateLimited } error => $"error {error.Code}",
                ServerEvent.Pong => "pong",
                _ => null,
            };
            output.Write(Encoding.UTF8.GetBytes(text ?? string.Empty));
            return text is not null;
        }
    }
}
