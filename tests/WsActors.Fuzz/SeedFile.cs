namespace WsActors.Fuzz;

/// <summary>An input as it is kept: its bytes, or, in a file <c>*.hex</c>, hexadecimal between lines of words.</summary>
internal static class SeedFile
{
    public static byte[] Read(string file) => Path.GetExtension(file) == ".hex"
        ? Convert.FromHexString(string.Concat(File.ReadLines(file).Where(line => !line.StartsWith('#')).Select(line => line.Trim())))
        : File.ReadAllBytes(file);

    /// <summary>The file itself, or all in a folder.</summary>
    public static IEnumerable<string> In(string path) => File.Exists(path)
        ? [path]
        : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>Copies all inputs of a folder as bytes.</summary>
    public static void CopyAll(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in In(from))
            File.WriteAllBytes(Path.Combine(to, Path.GetFileNameWithoutExtension(file)), Read(file));
    }
}
