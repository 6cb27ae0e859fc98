using WsActors.Actors.Access;
using WsActors.Actors.Settings;
using WsActors.Actors.Tests.Access;
using WsActors.Protocol.Access;
using WsActors.Protocol.Routing;
using WsActors.Testing;
using WsActors.Testing.InBand;

namespace WsActors.Actors.Tests.Connections;

/// <summary>A client whose first command brings its token, in front of a door at which the test decides.</summary>
public abstract class InBandTest : ConnectionActorTest
{
    protected const string ConnectCommand = """{"type":"connect","id":7,"token":"secret"}""";

    protected static readonly Identity Someone = new();

    protected InBandTest()
    {
        Access = Door;
        Rules = [new TopicRule { Match = "*", Publish = Permission.Anyone }];
        Routes = new RouteTable([new InBandRoute()]);
    }

    private protected WaitingAccess Door { get; } = new();

    /// <summary>Opens the WebSocket and sends the token.</summary>
    private protected ConnectRequest Knock(params string[] behind)
    {
        Open("/in-band");
        Transport.ClientSends(ClientFrame.Text(string.Join('\n', [ConnectCommand, .. behind])));
        return Door.Next();
    }

    protected void ComeIn(Identity identity)
    {
        (Knock() with { Identity = identity }).Admit();
        ExpectSent("connected");
    }

    protected static string Publish(int id) => $$"""{"type":"publish","id":{{id}},"topic":"news","data":{{id}}}""";
}
