using System.Globalization;

namespace WsActors.Benchmarks.Codec;

/// <summary>
/// The session's comparison by processor time instead of the wall clock, the best of many rounds: on a machine that
/// others use at the same time, waiting for a turn is not counted.
/// </summary>
internal static class ProcessorTime
{
    private const int Rounds = 15;
    private const int PassesPerRound = 100;

    public static void CompareSessions()
    {
        foreach (var payloadBytes in new[] { 20, 125, 1024, 16 * 1024, 1024 * 1024 })
        {
            using var benchmarks = new SessionBenchmarks { PayloadBytes = payloadBytes };
            benchmarks.Prepare();
            var copy = Best(() => benchmarks.Copy());
            var session = Best(() => benchmarks.Session());
            var framework = Best(() => benchmarks.Framework().GetAwaiter().GetResult());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{payloadBytes,8} B: copy {copy:F1} µs, session {session:F1} µs, framework {framework:F1} µs for 1 MiB; framework/session {framework / session:F2}"));
        }
    }

    private static double Best(Action pass)
    {
        for (var i = 0; i < PassesPerRound; i++)
            pass();

        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < PassesPerRound; i++)
                pass();
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - start).TotalMicroseconds / PassesPerRound);
        }

        return best;
    }
}
