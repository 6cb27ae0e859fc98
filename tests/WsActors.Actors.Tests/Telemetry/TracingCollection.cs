namespace WsActors.Actors.Tests.Telemetry;

/// <summary>Tests that listen to spans, one after the other: a listener is the whole process's.</summary>
[CollectionDefinition(Name)]
public sealed class TracingCollection
{
    public const string Name = "tracing";
}
