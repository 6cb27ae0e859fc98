using System.Security.Cryptography.X509Certificates;
using Akka.Actor.Setup;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;

namespace WsActors.Cluster;

/// <summary>Mutual TLS between nodes. A node trusts certificates of the given authorities alone, not those that the system trusts.</summary>
public static class ClusterTls
{
    /// <summary>Returns the part of the actor system's setup.</summary>
    /// <param name="certificate">The certificate of this node with its key.</param>
    /// <param name="authorities">The authorities that may have issued the certificates of other nodes.</param>
    public static Setup Setup(X509Certificate2 certificate, X509Certificate2Collection authorities) => new DotNettySslSetup(
        certificate,
        suppressValidation: false,
        requireMutualAuthentication: true,
        (theirs, chain, peer, _, log) => IsTrusted(theirs, chain, authorities, peer, log));

    // Host names are not compared: nodes have addresses that change, and whoever has a certificate of these authorities is a node.
    private static bool IsTrusted(X509Certificate2? certificate, X509Chain? sent, X509Certificate2Collection authorities, string peer, ILoggingAdapter log)
    {
        if (certificate is null)
        {
            log.Warning("Refused a node at {Peer} without a certificate", peer);
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (sent is not null)
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainElements.Skip(1).Select(element => element.Certificate).ToArray());
        if (chain.Build(certificate))
            return true;

        var reasons = string.Join(", ", chain.ChainStatus.Select(status => status.Status));
        log.Warning("Refused a node at {Peer} because its certificate \"{Subject}\" is not trusted: {Reasons}", peer, certificate.Subject, reasons);
        return false;
    }
}
