using System.Buffers.Binary;

namespace WsActors.AspNetCore.Storage;

/// <summary>
/// The content of SQLite's write-ahead log after a process that did not stop cleanly. It is read before SQLite recovers, so that the
/// frames that SQLite discards silently can be reported. The format is sqlite.org/fileformat2.html#walformat.
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

    // One entry per page written since the log last started: true if it ends a commit.
    private readonly List<bool> _isCommit = [];
    private long _frameLength;
    private long _torn;

    /// <summary>Reads the log, which is empty if the last process stopped cleanly.</summary>
    public static WriteAheadLog Read(string path)
    {
        var log = new WriteAheadLog();
        if (!File.Exists(path))
            return log;

        using var file = File.OpenRead(path);
        log.Read(file);
        return log;
    }

    /// <summary>The number of complete pages.</summary>
    public int Pages => _isCommit.Count;

    /// <summary>Bytes after the recovered part, which belong to an unfinished commit.</summary>
    public long BytesBehind(int recovered) => (Math.Max(Pages - recovered, 0) * _frameLength) + _torn;

    /// <summary>
    /// Commits after the recovered part. One may remain from a power failure. Two mean damage, because the second began when the first
    /// was safely on disk.
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

            // Frames from an earlier use of the log have another salt.
            if (!frame.Slice(FrameSaltAt, SaltLength).SequenceEqual(salt))
                return;

            if (at + _frameLength > file.Length)
                _torn = file.Length - at;
            else
                _isCommit.Add(BinaryPrimitives.ReadUInt32BigEndian(frame[CommitAt..]) != 0);
        }
    }
}
