using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Tls;

/// <summary>Finds the private key of a PEM certificate and joins the two.</summary>
internal static class PemKey
{
    private const string Hidden = "…";

    public static X509Certificate2 Join(string key, TlsCertificateOptions options, X509Certificate2 certificate, string certificateText)
    {
        var separate = options.KeyPath.Length > 0;
        var text = separate
            ? Encoding.Latin1.GetString(CertificateFile.ReadFile($"{key}:KeyPath", options.KeyPath))
            : certificateText;
        var place = separate ? options.KeyPath : options.Path;
        if (!text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw separate
                ? new InvalidConfigurationException($"{key}:KeyPath", options.KeyPath, "there is no private key in it")
                : new InvalidConfigurationException($"{key}:KeyPath", "", $"there is no private key in {options.Path}: name the file that holds it");

        return text.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal)
            ? JoinEncrypted(key, options, certificate, text, place)
            : JoinPlain(key, options, certificate, text, place);
    }

    private static X509Certificate2 JoinPlain(
        string key, TlsCertificateOptions options, X509Certificate2 certificate, string text, string place)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), text);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            throw new InvalidConfigurationException(
                $"{key}:KeyPath", options.KeyPath, $"the private key in {place} is damaged or does not belong to the certificate in {options.Path}");
        }
    }

    private static X509Certificate2 JoinEncrypted(
        string key, TlsCertificateOptions options, X509Certificate2 certificate, string text, string place)
    {
        if (options.Password.Length == 0)
            throw new InvalidConfigurationException($"{key}:Password", "", $"the private key in {place} is encrypted and needs one");

        try
        {
            return X509Certificate2.CreateFromEncryptedPem(certificate.ExportCertificatePem(), text, options.Password);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            throw new InvalidConfigurationException(
                $"{key}:Password", Hidden, $"it does not open the private key in {place}, or the key does not belong to the certificate in {options.Path}");
        }
    }
}
