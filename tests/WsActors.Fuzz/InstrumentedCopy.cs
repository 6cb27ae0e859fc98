using SharpFuzz;

namespace WsActors.Fuzz;

/// <summary>
/// This program with counters in the protocol's code: SharpFuzz adds to each branch what AFL's compilers add to C. A copy,
/// so that what was built stays as it is.
/// </summary>
internal static class InstrumentedCopy
{
    /// <summary>Makes the copy in a folder, and gives the path of the program in it.</summary>
    public static string MakeIn(string folder)
    {
        var from = Path.GetDirectoryName(OwnProgram.Assembly)!;
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));

        var program = Path.Combine(folder, Path.GetFileName(OwnProgram.Assembly));
        Fuzzer.Instrument(Path.Combine(folder, "WsActors.Protocol.dll"), _ => true, Options.Value);
        Fuzzer.Instrument(program, type => type == typeof(PlantedFaults).FullName, Options.Value);
        return program;
    }
}
