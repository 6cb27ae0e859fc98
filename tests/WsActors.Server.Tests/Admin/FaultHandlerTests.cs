using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsActors.AspNetCore.Options;
using WsActors.Server.Admin;
using WsActors.Server.Tests.Logs;

namespace WsActors.Server.Tests.Admin;

/// <summary>Exceptions of admin requests: which of them are faults of the server.</summary>
public sealed class FaultHandlerTests
{
    private readonly LogLines<FaultHandler> _log = new();

    [Fact]
    public async Task A_request_whose_connection_was_closed_is_no_fault_of_the_server()
    {
        Assert.Equal(499, await StatusOfAsync(new TaskCanceledException("The request was aborted", new ConnectionAbortedException())));
        Assert.Equal(499, await StatusOfAsync(new OperationCanceledException(), isAborted: true));
        Assert.Empty(_log.Lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Any_other_exception_is_logged(bool isAborted)
    {
        Assert.Equal(500, await StatusOfAsync(new InvalidOperationException("a fault"), isAborted));
        Assert.Contains("a fault", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_was_cancelled_for_another_reason_is_logged()
    {
        Assert.Equal(500, await StatusOfAsync(new OperationCanceledException()));
        Assert.Single(_log.Lines);
    }

    private async Task<int> StatusOfAsync(Exception fault, bool isAborted = false)
    {
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
            RequestAborted = new CancellationToken(isAborted),
        };
        Assert.True(await new FaultHandler(new AdminOptions(), _log).TryHandleAsync(context, fault, CancellationToken.None));
        return context.Response.StatusCode;
    }
}
