namespace WsActors.Server.Tests.EndToEnd;

/// <summary>One real server for all the tests that do not need one of their own. Tests keep to topics of their own.</summary>
public class SharedServer : ServerFixture
{
    public const string Name = "Shared server";

    public SharedServer()
        : this(Transports.Auto)
    {
    }

    protected SharedServer(string transport)
        : base(
            transport,
            "--WsActors:Push:MaxEchoMessageBytes=16777216",
            "--WsActors:Topics:Rules:0:Match=chat.*",
            "--WsActors:Topics:Rules:0:Publish=Anyone",
            "--WsActors:Topics:Rules:1:Match=closed.*",
            "--WsActors:Topics:Rules:1:Subscribe=Nobody",
            "--WsActors:Topics:Rules:2:Match=kept.*",
            "--WsActors:Topics:Rules:2:History:Messages=1000",
            "--WsActors:Topics:Rules:3:Match=room.*",
            "--WsActors:Topics:Rules:3:Presence=true",
            "--WsActors:Topics:PresenceGrace=00:00:01",
            "--WsActors:Topics:PresenceInterval=00:00:00.1")
    {
    }
}

/// <summary>The same over .NET's sockets, whatever is the better choice here.</summary>
public sealed class SharedSocketServer() : SharedServer(Transports.Socket);

/// <summary>Names the fixture for xunit.</summary>
[CollectionDefinition(SharedServer.Name)]
public sealed class SharedServerDefinition : ICollectionFixture<SharedServer>;
