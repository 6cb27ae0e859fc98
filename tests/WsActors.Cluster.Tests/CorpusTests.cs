using WsActors.Actors.Buckets.Wire;
using WsActors.Actors.Nodes.Wire;
using WsActors.Cluster.Leases;
using WsActors.Cluster.Membership;

namespace WsActors.Cluster.Tests;

/// <summary>
/// Reads the bytes that were kept from earlier versions, in <c>Corpus/*.txt</c>: a manifest and base64 per line. During an upgrade, nodes of two versions are in one
/// cluster. Lines are never changed or removed while a version that writes them may be in use.
/// </summary>
public sealed class CorpusTests
{
    private static readonly IReadOnlyDictionary<string, IWireCodec> Codecs =
        new IWireCodec[][] { [.. NodeMessages.Codecs], [.. NodeQueryWire.Codecs], [.. LeaseWire.Codecs], [.. HelloWire.Codecs] }.SelectMany(codecs => codecs).ToDictionary(codec => codec.Manifest);

    [Fact]
    public void All_kept_bytes_are_still_read_and_written_the_same() => Assert.All(Kept(), line =>
    {
        var codec = Codecs[line.Manifest];
        Assert.True(codec.TryRead(line.Bytes, out var message, out var fault), $"{line.Manifest}: {fault}");
        Assert.Equal(line.Bytes, codec.Write(message));
    });

    [Fact]
    public void Each_message_between_nodes_has_kept_bytes() => Assert.Empty(Codecs.Keys.Except(Kept().Select(line => line.Manifest)));

    [Fact]
    public void Bytes_that_are_cut_off_anywhere_have_a_fault_or_are_an_earlier_builds_and_throw_nothing() => Assert.All(Kept(), line =>
    {
        var codec = Codecs[line.Manifest];
        for (var length = 0; length < line.Bytes.Length; length++)
        {
            // Before a field that was added later.
            var cut = line.Bytes[..length];
            Assert.True(!codec.TryRead(cut, out var message, out _) || codec.Write(message).SequenceEqual(cut), $"{line.Manifest} with {length} bytes");
        }
    });

    [Fact]
    public void Bytes_that_are_changed_anywhere_throw_nothing()
    {
        var random = new Random(11);
        foreach (var (manifest, kept) in Kept())
        {
            for (var i = 0; i < 2000; i++)
            {
                var bytes = kept.ToArray();
                for (var changes = random.Next(1, 4); changes > 0; changes--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                Codecs[manifest].TryRead(bytes, out _, out _);
            }
        }
    }

    private static IReadOnlyList<(string Manifest, byte[] Bytes)> Kept() =>
    [
        .. from file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Corpus"), "*.txt")
           from line in File.ReadLines(file)
           where line.Length > 0 && !line.StartsWith('#')
           let cells = line.Split(' ')
           select (cells[0], Convert.FromBase64String(cells[1])),
    ];
}
