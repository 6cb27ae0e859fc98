using WsActors.Server.Tests.EndToEnd;

namespace WsActors.Server.Tests.Access;

/// <summary>A server that takes tokens by three keys of its own, and closes most topics to strangers.</summary>
public sealed class TokenServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wsactors-tokens").FullName;
    private RunningServer? _server;

    /// <summary>How many faults of each cause the tests have made so far.</summary>
    internal Dictionary<string, int> Faults { get; } = [];

    internal TestIssuer Issuer { get; } = new();

    internal AdminClient Admin { get; private set; } = null!;

    public Uri PushUri => _server!.PushUri;

    public string Log => _server!.Log;

    public async Task InitializeAsync()
    {
        var file = Path.Combine(_folder, "ec.pem");
        await File.WriteAllTextAsync(file, Issuer.Ecdsa.ExportSubjectPublicKeyInfoPem());
        _server = await RunningServer.StartAsync(
        [
            RunningServer.DebugLog,
            "--Logging:LogLevel:Default=Trace",
            .. Keys(Issuer),
            "--WsActors:Tokens:Keys:2:Id=ec",
            "--WsActors:Tokens:Keys:2:Algorithm=ES256",
            $"--WsActors:Tokens:Keys:2:Path={file}",
            "--WsActors:Tokens:ClockSkew=00:00:10",
            "--WsActors:Topics:Rules:0:Match=users.{user}.*",
            "--WsActors:Topics:Rules:0:Subscribe=Owner",
            "--WsActors:Topics:Rules:0:Publish=Owner",
            "--WsActors:Topics:Rules:1:Match=editors.*",
            "--WsActors:Topics:Rules:1:Subscribe=Claim",
            "--WsActors:Topics:Rules:1:SubscribeClaim=realm.roles=editor",
            "--WsActors:Topics:Rules:2:Match=members.*",
            "--WsActors:Topics:Rules:2:Subscribe=Authenticated",
            "--WsActors:Topics:Rules:3:Match=listed.*",
            "--WsActors:Topics:Rules:3:Subscribe=Token",
        ]);
        Admin = new AdminClient(_server.AdminUri);
    }

    /// <summary>The settings for an HMAC secret and an RSA key.</summary>
    internal static string[] Keys(TestIssuer issuer) =>
    [
        "--WsActors:Tokens:Keys:0:Id=own",
        "--WsActors:Tokens:Keys:0:Algorithm=HS256",
        $"--WsActors:Tokens:Keys:0:Secret={TestIssuer.Secret}",
        "--WsActors:Tokens:Keys:1:Id=rsa",
        "--WsActors:Tokens:Keys:1:Algorithm=RS256",
        $"--WsActors:Tokens:Keys:1:PublicKey={issuer.Rsa.ExportSubjectPublicKeyInfoPem()}",
        $"--WsActors:Tokens:Audiences:0={TestIssuer.Audience}",
        $"--WsActors:Tokens:Issuers:0={TestIssuer.Name}",
    ];

    /// <summary>The client protocol, for a client with this token.</summary>
    internal Task<TestClient> OpenAsync(string token) => TestClient.OpenAsync(PushUri, $"/connect?access_token={token}");

    public async Task DisposeAsync()
    {
        Admin.Dispose();
        Issuer.Dispose();
        await _server!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
