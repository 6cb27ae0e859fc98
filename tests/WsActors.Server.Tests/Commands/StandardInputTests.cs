using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Tests.Commands;

/// <summary>How a closed standard input is recognised, from what Linux shows of an open file.</summary>
public sealed class StandardInputTests
{
    [Theory]
    [InlineData("02", false)]
    [InlineData("0100000", false)]
    [InlineData("0100002", false)]
    [InlineData("02000000", true)]
    [InlineData("02100002", true)]
    [InlineData("02004002", true)]
    public void A_file_that_no_other_program_would_inherit_is_of_this_process(string flags, bool isOfThisProcess) =>
        Assert.Equal(isOfThisProcess, StandardInput.IsOfThisProcess(["pos:\t0", $"flags:\t{flags}", "mnt_id:\t15"]));

    [Fact]
    public void Without_flags_nothing_is_known() => Assert.False(StandardInput.IsOfThisProcess(["pos:\t0"]));
}
