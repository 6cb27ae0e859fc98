using System.Buffers.Binary;

namespace WsActors.Server.Storage;

/// <summary>
/// What a process that did not stop cleanly has left in SQLite's log of writes: read before SQLite recovers from it, so
/// that what it cuts off without a word can be said. The format is sqlite.org/fileformat2.html#walformat.
/// </summary>
internal sealed class WriteAheadLog
{
    private const int HeaderLength = 32;
    private const int PageSizeAt = 8;
    private const int SaltAt = 16;
    private const int SaltLength = 8;
    private const int FrameHeaderLength = 24;
    private const int CommitAt = 4;
    private const int FrameSaltAt = 8;

    // For each page that was written since the log's last beginning: whether a commit ends with it.
    private readonly List<bool> _isCommit = [];
    private long _frameLength;
    private long _torn;

    /// <summary>Reads what there is; nothing where the last process stopped cleanly.</summary>
    public static WriteAheadLog Read(string path)
    {
        var log = new WriteAheadLog();
        if (!File.Exists(path))
            return log;

        using var file = File.OpenRead(path);
        log.Read(file);
        return log;
    }

    /// <summary>Pages, whole ones.</summary>
    public int Pages => _isCommit.Count;

    /// <summary>Bytes behind what was recovered: a commit that was not finished.</summary>
    public long BytesBehind(int recovered) => (Math.Max(Pages - recovered, 0) * _frameLength) + _torn;

    /// <summary>
    /// Commits behind what was recovered. One is what a power cut leaves. Two are damage: the second one began when the
    /// first was safe.
    /// </summary>
    public int CommitsBehind(int recovered) => _isCommit.Skip(recovered).Count(isCommit => isCommit);

    private void Read(FileStream file)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength)
            return;

        var salt = header.Slice(SaltAt, SaltLength);
        _frameLength = FrameHeaderLength + BinaryPrimitives.ReadUInt32BigEndian(header[PageSizeAt..]);
        Span<byte> frame = stackalloc byte[FrameHeaderLength];
        for (var at = (long)HeaderLength; at + FrameHeaderLength <= file.Length; at += _frameLength)
        {
            file.Position = at;
            file.ReadExactly(frame);

            // What an earlier round of the log wrote here has another salt.
            if (!frame.Slice(FrameSaltAt, SaltLength).SequenceEqual(salt))
                return;

            if (at + _frameLength > file.Length)
                _torn = file.Length - at;
            else
                _isCommit.Add(BinaryPrimitives.ReadUInt32BigEndian(frame[CommitAt..]) != 0);
        }
    }
}
