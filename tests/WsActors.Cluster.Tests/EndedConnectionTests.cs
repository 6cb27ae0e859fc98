using Akka.Actor;
using Akka.Event;
using WsActors.Cluster.Runtime;

namespace WsActors.Cluster.Tests;

/// <summary>The error that Akka.Remote logs with its stack trace when another node dies.</summary>
public sealed class EndedConnectionTests
{
    private const string Manager = "akka://wsactors/system/endpointManager";

    [Theory]
    [InlineData($"{Manager}/reliableEndpointWriter-akka.tcp%3A%2F%2Fwsactors%4010.0.0.7%3A8082-3/endpointWriter", "The connection to 10.0.0.7:8082 has ended")]
    [InlineData($"{Manager}/reliableEndpointWriter-akka.ssl.tcp%3A%2F%2Fwsactors%40%5Bfd00%3A%3A7%5D%3A8082-12", "The connection to [fd00::7]:8082 has ended")]
    [InlineData($"{Manager}/endpointWriter-akka.tcp%3A%2F%2Fwsactors%40node-1.example%3A8082-1", "The connection to node-1.example:8082 has ended")]
    [InlineData(Manager, "The connection to another node has ended")]
    public void It_becomes_a_line_with_the_name_of_the_node(string source, string line) => Assert.Equal(line, EndedConnection.Describe(Disassociated(source)));

    [Fact]
    public void Other_errors_stay_as_they_are()
    {
        Assert.Null(EndedConnection.Describe(new Error(new InvalidOperationException("other"), Manager, typeof(OneForOneStrategy), "other")));
        Assert.Null(EndedConnection.Describe(new Info(Manager, typeof(OneForOneStrategy), "no error")));
    }

    private static Error Disassociated(string source)
    {
        var type = Type.GetType("Akka.Remote.EndpointDisassociatedException, Akka.Remote", throwOnError: true)!;
        return new Error((Exception)Activator.CreateInstance(type, "Disassociated")!, source, typeof(OneForOneStrategy), "Disassociated");
    }
}
