using System.Buffers;
using System.Net.WebSockets;
using BenchmarkDotNet.Attributes;
using WsActors.Protocol.WebSocket.Session;

namespace WsActors.Benchmarks.Codec;

/// <summary>
/// Masked frames to messages: our session, the framework's WebSocket over a stream in memory, and a plain copy of the
/// same bytes as the floor. Bytes arrive 16 KB at a time, as the server reads them.
/// </summary>
[MemoryDiagnoser]
public class SessionBenchmarks : IDisposable
{
    private const int ReadBytes = 16 * 1024;
    private const int TotalBytes = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _replies = new(256);
    private readonly byte[] _received = new byte[ReadBytes];
    private readonly byte[] _message = new byte[2 * TotalBytes];
    private byte[] _wire = [];
    private int _frames;
    private ServerSession _session = null!;
    private RepeatingStream _stream = null!;
    private WebSocket _webSocket = null!;

    [Params(20, 125, 1024, 16 * 1024, 1024 * 1024)]
    public int PayloadBytes { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _wire = MaskedFrames.Fill(PayloadBytes, TotalBytes, out _frames);
        _session = OpenSession.Create(_replies);
        _stream = new RepeatingStream(_wire, ReadBytes);
        _webSocket = WebSocket.CreateFromStream(_stream, new WebSocketCreationOptions { IsServer = true });
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _webSocket.Dispose();
        _stream.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public int Copy()
    {
        for (var rest = _wire.AsSpan(); !rest.IsEmpty; rest = rest[Math.Min(rest.Length, ReadBytes)..])
            rest[..Math.Min(rest.Length, ReadBytes)].CopyTo(_received);
        return _received[0];
    }

    /// <summary>Unmasking is in place, so what arrives is copied first, as a socket would do it.</summary>
    [Benchmark]
    public int Session()
    {
        var messages = 0;
        for (var rest = _wire.AsSpan(); !rest.IsEmpty; rest = rest[Math.Min(rest.Length, ReadBytes)..])
        {
            var input = _session.ReceiveBuffer(_received).Span[..Math.Min(rest.Length, ReadBytes)];
            rest[..input.Length].CopyTo(input);
            while (_session.TryAdvance(ref input, _replies, out _))
                messages++;
        }

        return Checked(messages);
    }

    [Benchmark]
    public async Task<int> Framework()
    {
        var messages = 0;
        while (messages < _frames)
        {
            ValueWebSocketReceiveResult received;
            var length = 0;
            do
            {
                received = await _webSocket.ReceiveAsync(_message.AsMemory(length), CancellationToken.None);
                length += received.Count;
            }
            while (!received.EndOfMessage);
            messages++;
        }

        return Checked(messages);
    }

    private int Checked(int messages) =>
        messages == _frames ? messages : throw new InvalidOperationException($"{messages} of {_frames} messages came");
}
