using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace WsActors.Server.Tests.Access;

/// <summary>Makes tokens byte by byte, good ones and others: no library stands between a test and what is sent.</summary>
internal sealed class TestIssuer : IDisposable
{
    public const string Secret = "a secret of this test, with more than 32 bytes";
    public const string Audience = "wsactors";
    public const string Name = "https://issuer.test";

    public RSA Rsa { get; } = RSA.Create(2048);

    public ECDsa Ecdsa { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The claims of a good token.</summary>
    public static Dictionary<string, object> Claims(string? user = "ann") => new()
    {
        ["sub"] = user!,
        ["aud"] = Audience,
        ["iss"] = Name,
        ["exp"] = DateTimeOffset.UtcNow.AddMinutes(10).ToUnixTimeSeconds(),
    };

    public static Dictionary<string, object> Claims(string user, params (string Name, object Value)[] others)
    {
        var claims = Claims(user);
        foreach (var (name, value) in others)
            claims[name] = value;
        return claims;
    }

    /// <summary>A good token by HS256.</summary>
    public static string Sign(Dictionary<string, object> claims) => SignBy("HS256", "own", claims, Hmac(Secret));

    /// <summary>A good token for a user by HS256.</summary>
    public static string For(string user, params (string Name, object Value)[] others) => Sign(Claims(user, others));

    public string SignByRsa(Dictionary<string, object> claims, string? kid = "rsa") => SignBy(
        "RS256", kid, claims, bytes => Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public string SignByEcdsa(Dictionary<string, object> claims, string? kid = "ec") =>
        SignBy("ES256", kid, claims, bytes => Ecdsa.SignData(bytes, HashAlgorithmName.SHA256));

    public static string SignBy(string algorithm, string? kid, Dictionary<string, object> claims, Func<byte[], byte[]> sign)
    {
        var header = new Dictionary<string, object> { ["alg"] = algorithm, ["typ"] = "JWT" };
        if (kid is not null)
            header["kid"] = kid;
        return SignBy(header, claims, sign);
    }

    public static string SignBy(Dictionary<string, object> header, Dictionary<string, object> claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Part(header)}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    public static Func<byte[], byte[]> Hmac(string secret) => bytes => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), bytes);

    /// <summary>The RSA key as an identity provider publishes it.</summary>
    public static string KeySetOf(params (string Kid, RSA Key)[] keys) => JsonSerializer.Serialize(new
    {
        keys = keys.Select(key => new
        {
            kty = "RSA",
            use = "sig",
            alg = "RS256",
            kid = key.Kid,
            n = Base64Url.EncodeToString(key.Key.ExportParameters(false).Modulus),
            e = Base64Url.EncodeToString(key.Key.ExportParameters(false).Exponent),
        }),
    });

    public void Dispose()
    {
        Rsa.Dispose();
        Ecdsa.Dispose();
    }

    private static string Part(Dictionary<string, object> claims) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims));
}
