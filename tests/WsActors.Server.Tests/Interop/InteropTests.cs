namespace WsActors.Server.Tests.Interop;

/// <summary>
/// Clients of other people's making pass the same scenario on every way: subscribe, a thousand pushes from 1 byte to 1 MiB,
/// pings both ways, close from either side (<see cref="Round"/> has the steps).
/// </summary>
[Trait("Speed", "Slow")]
public sealed class InteropTests(Rounds rounds) : IClassFixture<Rounds>
{
    public static TheoryData<string, string, Via> WebSocketWays() => WaysWhere(_ => true);

    // permessage-deflate is an extension of WebSocket (RFC 7692); the answers to EventSource and curl are not compressed.
    public static TheoryData<string, string, Via> HttpWays() => WaysWhere(way => !way.IsCompressed);

    [InteropTheory(InteropClients.ChromiumWebSocket)]
    [MemberData(nameof(WebSocketWays))]
    public Task WebSocket_of_Chromium_passes(string scheme, string compression, Via via) =>
        PassesAsync(InteropClients.ChromiumWebSocket, scheme, compression, via);

    [InteropTheory(InteropClients.NpmWs)]
    [MemberData(nameof(WebSocketWays))]
    public Task Ws_of_npm_passes(string scheme, string compression, Via via) =>
        PassesAsync(InteropClients.NpmWs, scheme, compression, via);

    [InteropTheory(InteropClients.DotNet)]
    [MemberData(nameof(WebSocketWays))]
    public Task ClientWebSocket_of_DotNet_passes(string scheme, string compression, Via via) =>
        PassesAsync(InteropClients.DotNet, scheme, compression, via);

    [InteropTheory(InteropClients.Python)]
    [MemberData(nameof(WebSocketWays))]
    public Task Python3_websockets_of_Debian_passes(string scheme, string compression, Via via) =>
        PassesAsync(InteropClients.Python, scheme, compression, via);

    [InteropTheory(InteropClients.EventSource)]
    [MemberData(nameof(HttpWays))]
    public Task EventSource_of_Chromium_passes(string scheme, string compression, Via via) =>
        PassesAsync(InteropClients.EventSource, scheme, compression, via);

    [InteropTheory(InteropClients.CurlStream)]
    [MemberData(nameof(HttpWays))]
    public Task Event_stream_of_curl_passes(string scheme, string compression, Via via) =>
        PassesAsync(InteropClients.CurlStream, scheme, compression, via);

    [InteropTheory(InteropClients.CurlPoll)]
    [MemberData(nameof(HttpWays))]
    public Task Long_poll_of_curl_passes(string scheme, string compression, Via via) =>
        PassesAsync(InteropClients.CurlPoll, scheme, compression, via);

    private Task PassesAsync(string client, string scheme, string compression, Via via) =>
        rounds.ExpectPassedAsync(client, new Way(scheme, compression == Way.Deflate, via));

    private static TheoryData<string, string, Via> WaysWhere(Func<Way, bool> holds)
    {
        var ways = new TheoryData<string, string, Via>();
        foreach (var way in Way.All.Where(holds))
            ways.Add(way.Scheme, way.IsCompressed ? Way.Deflate : "none", way.Via);
        return ways;
    }
}
