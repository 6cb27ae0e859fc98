using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Tls;

/// <summary>
/// Reads one certificate of the settings. Any fault throws an <see cref="InvalidConfigurationException"/> with one line that names the
/// setting and the file, but never a password.
/// </summary>
internal static class CertificateFile
{
    private const string Hidden = "…";

    /// <param name="key">The settings' key of this certificate, as in "WsActors:Tls:Certificates:0".</param>
    /// <param name="options">The files of the certificate.</param>
    public static ServerCertificate Load(string key, TlsCertificateOptions options)
    {
        var file = ReadFile($"{key}:Path", options.Path);
        var text = Encoding.Latin1.GetString(file);
        try
        {
            return text.Contains("-----BEGIN ", StringComparison.Ordinal)
                ? FromPem(key, options, text)
                : FromPfx(key, options, file);
        }
        catch (CryptographicException fault)
        {
            throw new InvalidConfigurationException($"{key}:Path", options.Path, $"it cannot be used: {fault.Message}");
        }
    }

    /// <summary>Identifies the version of a file by its content, because links are swapped without a change of names and times.</summary>
    public static string Fingerprint(TlsCertificateOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in new[] { options.Path, options.KeyPath }.Where(path => path.Length > 0))
        {
            try
            {
                hash.AppendData(File.ReadAllBytes(path));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(fault.GetType().Name));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static ServerCertificate FromPem(string key, TlsCertificateOptions options, string text)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(text);
        if (chain.Count == 0)
            throw new InvalidConfigurationException($"{key}:Path", options.Path, "there is no certificate in it");

        using var bare = chain[0];
        chain.RemoveAt(0);
        return ServerCertificate.Create(PemKey.Join(key, options, bare, text), chain, options.ServerNames);
    }

    private static ServerCertificate FromPfx(string key, TlsCertificateOptions options, byte[] file)
    {
        if (!IsPfx(file))
            throw new InvalidConfigurationException($"{key}:Path", options.Path, "it is neither a PEM nor a PFX file");

        X509Certificate2Collection all;
        try
        {
            all = X509CertificateLoader.LoadPkcs12Collection(file, options.Password);
        }
        catch (CryptographicException)
        {
            throw new InvalidConfigurationException($"{key}:Password", Hidden, $"it does not open {options.Path}");
        }

        var own = all.FirstOrDefault(certificate => certificate.HasPrivateKey)
            ?? throw new InvalidConfigurationException($"{key}:Path", options.Path, "there is no certificate with a private key in it");
        all.Remove(own);
        return ServerCertificate.Create(own, all, options.ServerNames);
    }

    private static bool IsPfx(byte[] file)
    {
        try
        {
            return file.Length > 0 && X509Certificate2.GetCertContentType(file) == X509ContentType.Pfx;
        }
        catch (CryptographicException)
        {
            // The file is in no known format.
            return false;
        }
    }

    /// <summary>Reads the file.</summary>
    public static byte[] ReadFile(string key, string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidConfigurationException(key, path, $"there is no such file (looked for at {Path.GetFullPath(path)})");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException(key, path, $"it cannot be read: {fault.Message}");
        }
    }
}
