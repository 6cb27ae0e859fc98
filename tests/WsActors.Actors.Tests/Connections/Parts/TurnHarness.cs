using System.Diagnostics.Metrics;
using Akka.Event;
using Microsoft.Extensions.Time.Testing;
using WsActors.Actors.Access;
using WsActors.Actors.Connections.Shared;
using WsActors.Actors.Connections.Turns;
using WsActors.Actors.Model;
using WsActors.Actors.Runtime;
using WsActors.Actors.Settings;
using WsActors.Actors.Telemetry;
using WsActors.Actors.Topics;
using WsActors.Protocol.Access;
using WsActors.Protocol.Clients;
using WsActors.Protocol.Clients.Json;

namespace WsActors.Actors.Tests.Connections.Parts;

/// <summary>The surroundings of one component of a connection: a turn without an actor system, and the effects that it decides.</summary>
internal sealed class TurnHarness
{
    private readonly FakeTimeProvider _time = new();

    public TurnHarness(PushSettings? settings = null, IAccess? access = null, params TopicRule[] rules)
    {
        Telemetry = new ServerTelemetry(new Meter(ServerTelemetry.MeterName));
        Environment = new ConnectionEnvironment(
            settings ?? new PushSettings(), new TopicRules(rules), Topics, new NodeClock(_time), Telemetry, NoLogger.Instance)
        {
            Access = access,
        };
    }

    public ServerTelemetry Telemetry { get; }

    public ConnectionEnvironment Environment { get; }

    public CapturingRef Topics { get; } = new(null, "topics");

    public CapturingRef Parent { get; } = new(null, "parent");

    public CapturingRef Self { get; } = new(null, new ConnectionId(1).ToString());

    public Identity Identity { get; set; } = Identity.Anonymous;

    public ClientEncoding Encoding { get; set; } = new(JsonProtocol.Instance, WebSocketCarrier.Instance);

    public Effects Effects { get; } = new();

    public TimeSpan Now => Environment.Clock.Now;

    public Turn Turn => new()
    {
        Environment = Environment,
        Id = new ConnectionId(1),
        Self = Self,
        Parent = Parent,
        Effects = Effects,
        Identity = Identity,
        Encoding = Encoding,
    };

    public void Pass(TimeSpan time) => _time.Advance(time);

    /// <summary>Everything that was decided since the last time.</summary>
    public IReadOnlyList<Effect> Decided()
    {
        var decided = new List<Effect>();
        while (Effects.TryTake(out var effect))
            decided.Add(effect);
        return decided;
    }
}
