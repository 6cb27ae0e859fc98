using System.Security.Cryptography;
using WsActors.Actors.Transport;

namespace WsActors.Actors.Tests.Transport;

/// <summary>Tells when a new .NET or OpenSSL has moved what the saving hangs on; that it breaks nothing, the contract tells.</summary>
public sealed class OpensslBuffersTests
{
    [Fact]
    public void On_linux_with_openssl_3_idle_buffers_can_be_released()
    {
        var isKnown = OperatingSystem.IsLinux() && SafeEvpPKeyHandle.OpenSslVersion >> 28 == 3;

        Assert.Equal(isKnown, OpensslBuffers.CanBeReleased);
    }
}
