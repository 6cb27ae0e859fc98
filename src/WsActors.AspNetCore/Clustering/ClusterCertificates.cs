using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor.Setup;
using WsActors.AspNetCore.Options;
using WsActors.AspNetCore.Tls;
using WsActors.Cluster;
using WsActors.Cluster.Settings;

namespace WsActors.AspNetCore.Clustering;

/// <summary>Reads the certificates of the cluster. Any fault throws an <see cref="InvalidConfigurationException"/> with one line.</summary>
internal static class ClusterCertificates
{
    private const string Section = "WsActors:Cluster:Tls";

    /// <summary>Returns TLS between nodes; null if none is configured.</summary>
    public static Setup? Load(ClusterSettings cluster)
    {
        if (!cluster.IsOn() || cluster.Tls.Path.Length == 0)
            return null;

        var own = CertificateFile.Load(Section, new TlsCertificateOptions { Path = cluster.Tls.Path, KeyPath = cluster.Tls.KeyPath });
        return ClusterTls.Setup(own.Context.TargetCertificate, Authorities(cluster.Tls.AuthorityPath));
    }

    private static X509Certificate2Collection Authorities(string path)
    {
        var authorities = new X509Certificate2Collection();
        var text = System.Text.Encoding.Latin1.GetString(CertificateFile.ReadFile($"{Section}:AuthorityPath", path));
        try
        {
            authorities.ImportFromPem(text);
        }
        catch (CryptographicException fault)
        {
            throw new InvalidConfigurationException($"{Section}:AuthorityPath", path, $"it cannot be used: {fault.Message}");
        }

        return authorities.Count > 0
            ? authorities
            : throw new InvalidConfigurationException($"{Section}:AuthorityPath", path, "there is no certificate in it");
    }
}
