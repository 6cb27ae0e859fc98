using System.Diagnostics.Metrics;
using WsActors.Actors.Telemetry;

namespace WsActors.ArchitectureTests;

/// <summary>Every instrument that ServerTelemetry makes.</summary>
internal static class Instruments
{
    public static IReadOnlyList<Instrument> All { get; } = Collect();

    /// <summary>The name under which the Prometheus exporter shows it.</summary>
    public static string PrometheusName(Instrument instrument)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => string.Empty };
        var isCounter = instrument.GetType().Name is "Counter`1" or "ObservableCounter`1";
        return instrument.Name.Replace('.', '_') + unit + (isCounter ? "_total" : string.Empty);
    }

    private static List<Instrument> Collect()
    {
        var found = new List<Instrument>();
        using var meter = new Meter("WsActors.ArchitectureTests");
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter == meter)
                found.Add(instrument);
        };
        listener.Start();
        _ = new ServerTelemetry(meter);
        return found;
    }
}
