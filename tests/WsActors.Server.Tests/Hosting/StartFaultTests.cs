using WsActors.Server.Hosting;

namespace WsActors.Server.Tests.Hosting;

public sealed class StartFaultTests
{
    [Fact]
    public void Any_exception_gives_one_line_that_names_it_and_says_how_to_see_more()
    {
        var line = StartFault.Explain(new InvalidOperationException("outer", new ArgumentException("inner\nsecond line")), []);

        Assert.Equal("The server ends, InvalidOperationException: inner second line --Logging:LogLevel:Default=Debug prints where", line);
    }

    [Fact]
    public void With_debug_output_asked_for_the_stack_trace_is_there()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => Throw());

        Assert.Contains("   at ", StartFault.Explain(fault, ["--Logging:LogLevel:Default=Debug"]), StringComparison.Ordinal);
    }

    private static void Throw() => throw new InvalidOperationException();
}
