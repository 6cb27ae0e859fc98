namespace WsActors.Server.Commands.Shared;

/// <summary>Holds the advice for a certificate that the system does not trust.</summary>
internal static class TlsHint
{
    public const string Text = "If the certificate is from an authority of your own, name the authority's certificate in SSL_CERT_FILE";
}
