using System.Diagnostics.CodeAnalysis;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Replication.Wire;

namespace WsActors.Cluster.Register;

/// <summary>Encodes configurations as elements of the register's sets: a version (1 byte) and the fields, in base64.</summary>
internal static class ConfigurationText
{
    private const byte Version = 1;

    public static string Write(BucketConfiguration configuration)
    {
        var writer = new WireWriter(64);
        writer.Byte(Version);
        writer.Ballot(configuration.Ballot);
        writer.Number(configuration.PreviousTerm);
        writer.Text(configuration.Epoch);
        writer.List(configuration.Replicas, writer.Replica);
        return Convert.ToBase64String(writer.ToArray());
    }

    /// <summary>Reads an element, or returns its fault. Of a later version, only what this one knows is read.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out BucketConfiguration? configuration, [NotNullWhen(false)] out string? fault)
    {
        configuration = null;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
        {
            fault = "it is not base64";
            return false;
        }

        var reader = new WireReader(bytes.AsMemory(0, length));
        reader.Version(Version);
        var read = new BucketConfiguration(reader.Ballot(), reader.Number(), reader.Text(), reader.List(reader.Replica));
        if (read.Replicas.Count == 0)
            reader.Fail("it has no replicas");
        fault = reader.Fault;
        configuration = fault is null ? read : null;
        return fault is null;
    }
}
