using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using WsActors.AspNetCore.Options;

namespace WsActors.AspNetCore.Access;

/// <summary>Loads the keys of the settings. A key that cannot be used throws with the name of its setting.</summary>
internal static class ConfiguredKeys
{
    private const int MinSecretBytes = 32;
    private const int MinRsaBits = 2048;

    public static IReadOnlyList<TokenKey> Load(TokenOptions options) =>
        [.. options.Keys.Select((key, index) => Load($"WsActors:Tokens:Keys:{index}", key))];

    private static TokenKey Load(string setting, TokenKeyOptions options) => new(
        options.Id.Length == 0 ? null : options.Id,
        options.Algorithm,
        options.Algorithm == TokenAlgorithm.HS256 ? SecretOf(setting, options) : PublicKeyOf(setting, options));

    // RFC 7518 §3.2: "A key of the same size as the hash output … or larger MUST be used".
    private static SymmetricSecurityKey SecretOf(string setting, TokenKeyOptions options)
    {
        var secret = TextOf(setting, options.Secret, "Secret", options.PublicKey, "PublicKey", options.Path);
        if (secret.Contains("-----BEGIN", StringComparison.Ordinal))
            throw new InvalidConfigurationException($"{setting}:Secret", "…", "a PEM key is not a secret; RS256 and ES256 use PEM keys");

        var bytes = Encoding.UTF8.GetBytes(secret);
        return bytes.Length >= MinSecretBytes
            ? new SymmetricSecurityKey(bytes)
            : throw new InvalidConfigurationException($"{setting}:Secret", "…", $"at least {MinSecretBytes} bytes are needed");
    }

    private static AsymmetricSecurityKey PublicKeyOf(string setting, TokenKeyOptions options)
    {
        var pem = TextOf(setting, options.PublicKey, "PublicKey", options.Secret, "Secret", options.Path);
        if (pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw new InvalidConfigurationException($"{setting}:PublicKey", "…", "this is a private key; the server needs only the public key");

        try
        {
            return options.Algorithm == TokenAlgorithm.RS256 ? RsaKeyOf(setting, pem) : EcdsaKeyOf(setting, pem);
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            throw new InvalidConfigurationException($"{setting}:PublicKey", "…", $"a public key for {options.Algorithm} in PEM is needed");
        }
    }

    // RFC 7518 §3.3: "A key of size 2048 bits or larger MUST be used".
    private static RsaSecurityKey RsaKeyOf(string setting, string pem)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return rsa.KeySize >= MinRsaBits
            ? new RsaSecurityKey(rsa)
            : throw new InvalidConfigurationException($"{setting}:PublicKey", "…", $"at least {MinRsaBits} bits are needed, and it has {rsa.KeySize}");
    }

    private static ECDsaSecurityKey EcdsaKeyOf(string setting, string pem)
    {
        var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(pem);
        return ecdsa.KeySize == 256 && ecdsa.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
            ? new ECDsaSecurityKey(ecdsa)
            : throw new InvalidConfigurationException($"{setting}:PublicKey", "…", "ES256 needs a key on the curve P-256");
    }

    private static string TextOf(string setting, string value, string name, string other, string otherName, string path)
    {
        if (other.Length > 0)
            throw new InvalidConfigurationException($"{setting}:{otherName}", "…", $"this algorithm needs {setting}:{name} instead");
        if ((value.Length > 0) == (path.Length > 0))
            throw new InvalidConfigurationException($"{setting}:{name}", value.Length > 0 ? "…" : "", $"either this or {setting}:Path is needed");

        try
        {
            return path.Length > 0 ? File.ReadAllText(path).Trim() : value;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException($"{setting}:Path", path, fault.Message);
        }
    }
}
