using System.Globalization;
using System.Text;

namespace WsActors.LoadTest.Clusters.Million;

/// <summary>The report as Markdown.</summary>
internal static class MillionTable
{
    public static string Write(MillionReport report)
    {
        var text = new StringBuilder("| | |\n| --- | --- |\n");
        Row(text, "nodes", $"{report.Nodes}, started in {report.SecondsToStart:0} s");
        Row(text, "clients", $"{report.Connections:#,0}, all connected and subscribed after {report.SecondsToConnect:0} s");
        Row(text, "why not more", $"{report.Limit ?? "no more were asked for"}");
        Row(text, "memory of the nodes", $"{Mib(report.NodesBefore)} MiB without clients, {Mib(report.NodesConnected)} MiB with them ({PerClient(report.NodesConnected - report.NodesBefore, report)} bytes per client)");
        Row(text, "memory of the clients' processes", $"{Mib(report.Crowds)} MiB");
        Row(text, "memory of the machine in all", $"{Mib(report.Machine)} MiB ({PerClient(report.Machine, report)} bytes per client)");
        Row(text, "between nodes without publications", $"{report.IdleBytesPerSecond / 1000:0} KB per second");
        text.Append('\n').Append("| publication | refused at first | deliveries | all answered after | first delivery after | last delivery after | bytes between nodes per publication |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var round in report.Rounds)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {round.Name} | {round.Refusals:#,0} | {round.Delivered:#,0} of {round.Expected:#,0} | {round.Answered:0.000} s | {round.First:0.000} s | {round.Last:0.00} s | {Between(round)} |\n");
        }

        foreach (var fault in report.Faults)
            text.Append('\n').Append("FAIL ").Append(fault);
        return text.ToString();
    }

    private static void Row(StringBuilder text, string name, FormattableString value) =>
        text.Append("| ").Append(name).Append(" | ").Append(value.ToString(CultureInfo.InvariantCulture)).Append(" |\n");

    // What passes without publications varies, and is subtracted as if it did not.
    private static string Between(CrowdRound round) =>
        round.BytesPerPublication > 0 ? round.BytesPerPublication.ToString("#,0", CultureInfo.InvariantCulture) : "too few to tell";

    private static string Mib(long bytes) => (bytes / 1024 / 1024).ToString("#,0", CultureInfo.InvariantCulture);

    private static string PerClient(long bytes, MillionReport report) =>
        (report.Connections == 0 ? 0 : bytes / report.Connections).ToString("#,0", CultureInfo.InvariantCulture);
}
