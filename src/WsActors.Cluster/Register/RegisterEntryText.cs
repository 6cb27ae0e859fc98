using System.Diagnostics.CodeAnalysis;
using WsActors.Protocol.Replication;
using WsActors.Protocol.Replication.Wire;

namespace WsActors.Cluster.Register;

/// <summary>Encodes entries as elements of the register's sets: a version (1 byte), the configuration's fields, and the superseded claims, in base64.</summary>
internal static class RegisterEntryText
{
    private const byte Version = 1;

    public static string Write(RegisterEntry entry)
    {
        var configuration = entry.Configuration;
        var writer = new WireWriter(64);
        writer.Byte(Version);
        writer.Ballot(configuration.Ballot);
        writer.Number(configuration.PreviousTerm);
        writer.Text(configuration.Epoch);
        writer.List(configuration.Replicas, writer.Replica);
        writer.List(entry.Superseded, writer.Ballot);
        return Convert.ToBase64String(writer.ToArray());
    }

    /// <summary>Reads an element, or returns its fault. Of a later version, only what this one knows is read; earlier ones wrote no superseded claims.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out RegisterEntry? entry, [NotNullWhen(false)] out string? fault)
    {
        entry = null;
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
        {
            fault = "it is not base64";
            return false;
        }

        var reader = new WireReader(bytes.AsMemory(0, length));
        reader.Version(Version);
        var configuration = new BucketConfiguration(reader.Ballot(), reader.Number(), reader.Text(), reader.List(reader.Replica));
        if (configuration.Replicas.Count == 0)
            reader.Fail("it has no replicas");
        var read = new RegisterEntry(configuration, reader.IsAtEnd ? [] : reader.List(reader.Ballot));
        fault = reader.Fault;
        entry = fault is null ? read : null;
        return fault is null;
    }
}
