using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Akka.Actor;
using WsActors.Actors.Backend;
using WsActors.Actors.Connections.Messages;
using WsActors.Actors.Settings;
using WsActors.Actors.Tests.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Http;
using WsActors.Protocol.Routing;
using WsActors.Protocol.WebSocket.Close;
using WsActors.Protocol.WebSocket.Handshake;
using WsActors.Protocol.WebSocket.Messages;
using WsActors.Testing;

namespace WsActors.Actors.Tests.Connections;

/// <summary>A connection respects what its client protocol declares of itself.</summary>
public sealed class ProtocolTraitsTests : ConnectionActorTest
{
    [Theory]
    [InlineData(CloseCodeRecipients.None)]
    [InlineData(CloseCodeRecipients.Browsers)]
    [InlineData(CloseCodeRecipients.All)]
    public void Clients_that_read_close_codes_are_refused_after_the_101_whatever_the_settings_say(CloseCodeRecipients recipients)
    {
        Settings = new PushSettings { RefuseWithCloseCode = recipients };
        Routes = RoutesOf(ProtocolTraits.RefusedByCloseCode);
        Begin();
        Transport.ClientSends(Request("/traits?refuse=1"));

        ExpectSent("HTTP/1.1 101");
        ExpectSent("error closed_today");
        ExpectClose(TraitsProtocol.Refused.Value);
    }

    [Fact]
    public void They_are_refused_so_by_a_decision_too()
    {
        var door = new WaitingAccess();
        Access = door;
        Settings = new PushSettings { RefuseWithCloseCode = CloseCodeRecipients.None };
        Routes = RoutesOf(ProtocolTraits.RefusedByCloseCode);
        Begin();
        Transport.ClientSends(Request("/traits"));
        door.Next().Deny(HandshakeRefusals.TokenRequired);

        ExpectSent("HTTP/1.1 101");
        ExpectClose(4201);
    }

    [Fact]
    public void Clients_of_other_protocols_keep_the_status()
    {
        Settings = new PushSettings { RefuseWithCloseCode = CloseCodeRecipients.None };
        Routes = RoutesOf(ProtocolTraits.None);
        Begin();
        Transport.ClientSends(Request("/traits?refuse=1"));

        ExpectSent("HTTP/1.1 403");
    }

    [Fact]
    public void Clients_that_need_pings_in_messages_get_one_with_each_ping_though_they_did_not_ask()
    {
        Routes = RoutesOf(ProtocolTraits.PingsInMessages);
        Open("/traits");
        Pass(Settings.KeepAliveInterval);

        ExpectSent("\u0089\u0008");
        ExpectSent("\u0081\u0005alive");
    }

    [Fact]
    public void Others_get_the_ping_alone()
    {
        Routes = RoutesOf(ProtocolTraits.None);
        Open("/traits");
        Pass(Settings.KeepAliveInterval);

        ExpectSent("\u0089\u0008");
        Assert.DoesNotContain("alive", Transport.SentText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_close_has_the_protocols_own_code_and_the_application_is_told_the_servers()
    {
        var application = new Listener();
        Backend = application;
        Routes = RoutesOf(ProtocolTraits.None);
        Open("/traits");
        Connection.Tell(new ConnectionMessage.Close(CloseCode.Disconnected, "bye"));

        ExpectClose(TraitsProtocol.Disconnected.Value);
        Eventually(() => Assert.Equal(CloseCode.Disconnected, application.Heard.OfType<BackendEvent.Disconnected>().Single().Code));
    }

    [Fact]
    public void An_error_that_it_cannot_express_closes_with_the_protocols_own_code()
    {
        Routes = RoutesOf(ProtocolTraits.None);
        Open("/traits");
        Transport.ClientSends(ClientFrame.Text("anything"));

        ExpectClose(TraitsProtocol.Unreadable.Value);
    }

    private static RouteTable RoutesOf(ProtocolTraits traits) => new([new TraitsRoute(new TraitsProtocol(traits))]);

    private sealed class TraitsRoute(TraitsProtocol protocol) : IClientRoute
    {
        private static readonly HandshakeRefusal ClosedToday = new(403, "closed_today", "come back tomorrow");

        public string Address => "/traits";

        public IClientProtocol Protocol => protocol;

        public bool Serves(string path) => path == Address;

        public ConnectionRoute? Resolve(HandshakeRequest request, out HandshakeRefusal? refusal)
        {
            refusal = request.QueryParameter("refuse") is null ? null : ClosedToday;
            return refusal is null ? new ConnectionRoute(protocol) : null;
        }
    }

    /// <summary>Has close codes of its own and expresses two events; all that it reads is an error that it cannot express.</summary>
    private sealed class TraitsProtocol(ProtocolTraits traits) : IClientProtocol
    {
        public static readonly CloseCode Refused = new(3001, "refused");
        public static readonly CloseCode Disconnected = new(3002, "kicked");
        public static readonly CloseCode Unreadable = new(3003, "unreadable");

        public string Name => "traits";

        public ProtocolTraits Traits => traits;

        public void Read(MessageKind kind, ReadOnlySpan<byte> payload, ref ClientCommands commands) =>
            commands.Add(new ClientCommand.Invalid(null, ErrorCode.MalformedCommand, "nothing is read here"));

        public bool TryWrite(ServerEvent serverEvent, IBufferWriter<byte> output, out MessageKind kind)
        {
            kind = MessageKind.Text;
            var text = serverEvent switch
            {
                ServerEvent.KeptAlive => "alive",
                ServerEvent.Error { Code: "closed_today" } error => $"error {error.Code}",
                _ => null,
            };
            output.Write(Encoding.UTF8.GetBytes(text ?? string.Empty));
            return text is not null;
        }

        public CloseCode? CloseCodeOf(HandshakeRefusal refusal) => refusal.Status == 403 ? Refused : RefusalCloseCodes.Of(refusal);

        public CloseCode CloseCodeOf(CloseCode code) => code == CloseCode.Disconnected ? Disconnected : code;

        public CloseCode CloseCodeOfError(string errorCode) => Unreadable;
    }

    private sealed class Listener : IBackend
    {
        public ConcurrentQueue<BackendEvent> Heard { get; } = [];

        public bool WantsConnectionEvents => true;

        public void Decide(AuthorizationRequest request, IActorRef connection) => throw new InvalidOperationException("nobody is to be asked");

        public void Tell(BackendEvent happened) => Heard.Enqueue(happened);
    }
}
