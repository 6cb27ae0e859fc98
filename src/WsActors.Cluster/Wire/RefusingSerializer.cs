using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Serialization;

namespace WsActors.Cluster.Wire;

/// <summary>
/// Takes the place of Akka's JSON serializer, which would send any object, and would make an object of any type that another node names. It refuses both
/// with a line in the log.
/// </summary>
public sealed class RefusingSerializer : Serializer
{
    // The JSON serializer's.
    private const int JsonIdentifier = 1;

    /// <param name="system">The actor system.</param>
    /// <param name="config">The settings of the JSON serializer, which Akka passes to whatever has its name.</param>
    public RefusingSerializer(ExtendedActorSystem system, Config config)
        : base(system)
    {
        ArgumentNullException.ThrowIfNull(config);
    }

    public override int Identifier => JsonIdentifier;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) =>
        throw new System.Runtime.Serialization.SerializationException($"{obj.GetType()} is not for other nodes");

    public override object FromBinary(byte[] bytes, Type type)
    {
        Logging.GetLogger(system, typeof(RefusingSerializer)).Debug("Dropped a message of another node in JSON");
        return Unreadable.Instance;
    }
}
