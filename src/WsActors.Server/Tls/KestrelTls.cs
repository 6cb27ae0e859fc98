using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using WsActors.AspNetCore.Tls;

namespace WsActors.Server.Tls;

/// <summary>Adds TLS to the admin listener.</summary>
internal static class KestrelTls
{
    public static void UseTls(this ListenOptions listen, TlsIdentity identity)
    {
        listen.Use(PlainHttpRefusal.Before);
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = context => ValueTask.FromResult(identity.OptionsFor(context.ClientHelloInfo.ServerName)),
        });
    }
}
