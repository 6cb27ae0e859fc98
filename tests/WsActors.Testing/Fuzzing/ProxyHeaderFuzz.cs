using WsActors.Protocol.Proxies;

namespace WsActors.Testing.Fuzzing;

/// <summary>A PROXY header is complete with its last byte, faulty for good, and never waited for beyond its longest form.</summary>
internal static class ProxyHeaderFuzz
{
    public static void Feed(ReadOnlySpan<byte> bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var whole = ProxyHeaderReader.Read(bytes, out var header, out var consumed, out var fault);
        Invariant.ExpectBounded(before, bytes.Length, bytesEach: 16);
        Invariant.Expect((whole == ProxyHeaderStatus.Complete) == (header is not null), $"{whole}, and the header is {header}");
        Invariant.Expect((whole == ProxyHeaderStatus.Faulty) == (fault is not null), $"{whole}, and the fault is {fault}");
        Invariant.Expect(consumed <= Math.Min(bytes.Length, ProxyHeaderReader.MaxBytes), "more was read than came");
        Invariant.Expect(whole != ProxyHeaderStatus.NeedMore || bytes.Length < ProxyHeaderReader.MaxBytes, "it waits for more than may come");

        var settled = ProxyHeaderStatus.NeedMore;
        for (var length = 0; length < Math.Min(bytes.Length, ProxyHeaderReader.MaxBytes); length++)
        {
            var status = ProxyHeaderReader.Read(bytes[..length], out var early, out _, out _);
            Invariant.Expect(settled == ProxyHeaderStatus.NeedMore || status == settled, $"{settled} became {status} at {length} bytes");
            Invariant.Expect(status != ProxyHeaderStatus.Complete || early == header, $"the first {length} bytes mean {early}, all of them {header}");
            settled = status;
        }

        Invariant.Expect(settled == ProxyHeaderStatus.NeedMore || settled == whole, $"{settled} became {whole}");
    }
}
