using WsActors.LoadTest.Clients;
using WsActors.LoadTest.Server;

namespace WsActors.LoadTest.Runs;

/// <summary>The server as all loads of a run see it, and the display.</summary>
internal sealed record LoadParts(HttpClient Http, MetricsClient Metrics, IServerProbe Probe, Func<Fleet, ILiveFigures, IDisplay> CreateDisplay);
