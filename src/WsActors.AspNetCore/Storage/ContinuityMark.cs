using System.Globalization;
using System.Text;

namespace WsActors.AspNetCore.Storage;

/// <summary>
/// A small file next to <c>history.db</c> that records the number of commits, so that a database restored to an earlier state is
/// detected. It is written after each commit and without a sync, so it never claims a commit that the disk may lack, and it survives
/// a kill. Its name and creation time change, so that a restored copy is not accepted. Used by one thread at a time.
/// </summary>
internal sealed class ContinuityMark : IDisposable
{
    private const string Pattern = "continuity-*.mark";
    private const string Heading = "WsActors continuity mark 1\n";
    private const string Advice = "Shows whether history.db was set back. It belongs to this very directory: neither copy nor restore it.\n";

    private readonly string _directory;
    private FileStream? _file;
    private string? _path;
    private long _number;
    private long _commitsAt;

    private ContinuityMark(string directory) => _directory = directory;

    /// <summary>The content of the newest mark when it was opened; null if none could be read.</summary>
    public MarkRecord? Found { get; private set; }

    /// <summary>True if a mark is open for writing.</summary>
    public bool Exists => _file is not null;

    /// <summary>Opens the newest mark of a directory, if there is one.</summary>
    /// <exception cref="IOException">The mark cannot be opened.</exception>
    public static ContinuityMark Open(string directory)
    {
        var mark = new ContinuityMark(directory);
        if (Directory.GetFiles(directory, Pattern).Max(StringComparer.Ordinal) is not { } newest)
            return mark;

        var name = Path.GetFileNameWithoutExtension(newest);
        mark._number = long.TryParse(name["continuity-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        mark.Found = mark.Read(newest);
        return mark;
    }

    /// <summary>Records the number of commits, without a sync.</summary>
    public void Note(long commits)
    {
        if (_file is null)
            return;

        RandomAccess.Write(_file.SafeFileHandle, Encoding.ASCII.GetBytes(Written(commits)), _commitsAt);
    }

    /// <summary>Writes and syncs a new mark in place of the present one, which stays if this fails.</summary>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    public void Renew(string run, long commits)
    {
        var path = Path.Combine(_directory, $"continuity-{_number + 1:D12}.mark");
        var unfinished = path + ".tmp";
        var file = new FileStream(unfinished, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            var text = TextBefore(run, FileBirth.Of(unfinished));
            file.Write(Encoding.ASCII.GetBytes($"{text}{Written(commits)}\n{Advice}"));
            file.Flush(flushToDisk: true);
            File.Move(unfinished, path, overwrite: true);
            Replace(file, path, text.Length);
        }
        catch
        {
            file.Dispose();
            File.Delete(unfinished);
            throw;
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Replace(FileStream file, string path, int commitsAt)
    {
        _file?.Dispose();
        (_file, _path, _commitsAt) = (file, path, commitsAt);
        _number++;
        foreach (var other in Directory.GetFiles(_directory, Pattern).Where(other => other != _path))
            File.Delete(other);
    }

    private MarkRecord? Read(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var bytes = new byte[1024];
        var text = Encoding.ASCII.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        if (text.Split('\n') is not [var heading, ['r', 'u', 'n', ' ', .. var run], ['b', 'o', 'r', 'n', ' ', .. var born], ['c', 'o', 'm', 'm', 'i', 't', 's', ' ', .. var noted], ..]
            || heading + "\n" != Heading
            || !long.TryParse(born, CultureInfo.InvariantCulture, out var birth)
            || !long.TryParse(noted, CultureInfo.InvariantCulture, out var commits))
        {
            file.Dispose();
            return null;
        }

        (_file, _path, _commitsAt) = (file, path, TextBefore(run, birth).Length);
        return new MarkRecord(run, commits, birth == FileBirth.Unknown || birth == FileBirth.Of(path));
    }

    private static string TextBefore(string run, long birth) => string.Create(CultureInfo.InvariantCulture, $"{Heading}run {run}\nborn {birth:D20}\ncommits ");

    private static string Written(long commits) => commits.ToString("D20", CultureInfo.InvariantCulture);
}
