namespace WsActors.Actors.Connections;

/// <summary>What has passed over one connection.</summary>
internal struct Traffic
{
    public long MessagesReceived { get; set; }
    public long MessagesSent { get; set; }
    public long BytesReceived { get; set; }
    public long BytesSent { get; set; }
}
